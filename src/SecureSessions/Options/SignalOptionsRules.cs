using Microsoft.Extensions.Options;

namespace SecureSessions;

/// <summary>Refuses, at start-up, options with which no signal, or every request, would get a response.</summary>
internal static class SignalOptionsRules
{
    public static void Check(SecureSessionOptions options, ValidateOptionsResultBuilder errors)
    {
        SecureSessionSignalOptions signals = options.Signals;
        CheckResponse(signals.DeviceChange, nameof(signals.DeviceChange), options.KeepClientInfo, errors);
        CheckResponse(signals.NetworkChange, nameof(signals.NetworkChange), options.KeepClientInfo, errors);
        CheckResponse(signals.ImpossibleTravel, nameof(signals.ImpossibleTravel), options.KeepClientInfo, errors);
        if (signals.MaxTravelSpeed is < 100 or > 100_000)
            errors.AddError($"Signals.MaxTravelSpeed is {signals.MaxTravelSpeed}. Set it between 100 and 100000 kilometres an hour.");

        CheckCount(signals.MaxUnknownTokens, nameof(signals.MaxUnknownTokens), errors);
        CheckCount(signals.MaxNewSessions, nameof(signals.MaxNewSessions), errors);
        CheckCount(signals.MaxSignOuts, nameof(signals.MaxSignOuts), errors);
        if (signals.MaxFailedAccounts is < 1 or > 1000)
        {
            errors.AddError(
                $"Signals.MaxFailedAccounts is {signals.MaxFailedAccounts}. Set it between 1 and 1000, or to null for any number.");
        }

        TimeRange.Check(
            signals.FloodWindow, $"Signals.{nameof(signals.FloodWindow)}", TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), errors);
        TimeRange.Check(
            signals.FloodThrottle, $"Signals.{nameof(signals.FloodThrottle)}", TimeSpan.FromSeconds(1), TimeSpan.FromDays(1), errors);
        if (signals.FloodPermits < 1)
        {
            errors.AddError(
                $"Signals.FloodPermits is {signals.FloodPermits}: others behind the same address could do nothing. Set it to at least 1.");
        }
    }

    private static void CheckResponse(SignalResponse response, string name, bool keepsClientInfo, ValidateOptionsResultBuilder errors)
    {
        if (!Enum.IsDefined(response))
            errors.AddError($"Signals.{name} is {(int)response}. Use a named value of SignalResponse.");
        else if (response != SignalResponse.Report && !keepsClientInfo)
        {
            errors.AddError(
                $"Signals.{name} is {response}, but with KeepClientInfo = false no client is kept, so that no change can be seen. Set "
                + $"KeepClientInfo to true, or leave Signals.{name} at Report.");
        }
    }

    private static void CheckCount(int? count, string name, ValidateOptionsResultBuilder errors)
    {
        if (count < 1)
            errors.AddError($"Signals.{name} is {count}. Set it to at least 1, or to null for any number.");
    }
}

using Xunit;

namespace SecureSessions.Tests.Clients;

/// <summary>The <c>User-Agent</c> headers that browsers and tools send, two versions of each, with the name that both must have.</summary>
internal static class RealUserAgents
{
    private const string WebKit = "AppleWebKit/537.36 (KHTML, like Gecko)";
    private const string AppleWebKit = "AppleWebKit/605.1.15 (KHTML, like Gecko)";

    private static readonly (string Label, string[] Texts)[] ByLabel =
    [
        ("Firefox on Windows",
        [
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:109.0) Gecko/20100101 Firefox/115.0",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0",
        ]),
        ("Firefox on macOS",
        [
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:124.0) Gecko/20100101 Firefox/124.0",
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 14.4; rv:125.0) Gecko/20100101 Firefox/125.0",
        ]),
        ("Firefox on Linux",
        [
            "Mozilla/5.0 (X11; Linux x86_64; rv:125.0) Gecko/20100101 Firefox/125.0",
            "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0",
        ]),
        ("Firefox on Android",
        [
            "Mozilla/5.0 (Android 13; Mobile; rv:124.0) Gecko/124.0 Firefox/124.0",
            "Mozilla/5.0 (Android 14; Mobile; rv:125.0) Gecko/125.0 Firefox/125.0",
        ]),
        ("Firefox on iPhone",
        [
            $"Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) {AppleWebKit} FxiOS/124.0 Mobile/15E148 Safari/605.1.15",
            $"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) {AppleWebKit} FxiOS/125.1 Mobile/15E148 Safari/605.1.15",
        ]),
        ("Firefox on iPad",
        [
            $"Mozilla/5.0 (iPad; CPU OS 16_7 like Mac OS X) {AppleWebKit} FxiOS/123.0 Mobile/15E148 Safari/605.1.15",
            $"Mozilla/5.0 (iPad; CPU OS 17_4 like Mac OS X) {AppleWebKit} FxiOS/124.0 Mobile/15E148 Safari/605.1.15",
        ]),
        ("Chrome on Windows",
        [
            $"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WebKit} Chrome/120.0.0.0 Safari/537.36",
            $"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WebKit} Chrome/131.0.0.0 Safari/537.36",
            $"Mozilla/5.0 (Windows NT 6.1; WOW64) {WebKit} Chrome/41.0.2272.118 Safari/537.36",
        ]),
        ("Chrome on macOS",
        [
            $"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {WebKit} Chrome/123.0.0.0 Safari/537.36",
            $"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {WebKit} Chrome/124.0.0.0 Safari/537.36",
        ]),
        ("Chrome on Linux",
        [
            $"Mozilla/5.0 (X11; Linux x86_64) {WebKit} Chrome/123.0.0.0 Safari/537.36",
            $"Mozilla/5.0 (X11; Linux x86_64) {WebKit} HeadlessChrome/124.0.6367.78 Safari/537.36",
        ]),
        ("Chrome on Android",
        [
            $"Mozilla/5.0 (Linux; Android 10; K) {WebKit} Chrome/124.0.0.0 Mobile Safari/537.36",
            $"Mozilla/5.0 (Linux; Android 13; SM-S901B) {WebKit} Chrome/112.0.0.0 Mobile Safari/537.36",
            $"Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/UQ1A; wv) {WebKit} Version/4.0 Chrome/123.0.6312.99 Mobile Safari/537.36",
        ]),
        ("Chrome on ChromeOS",
        [
            $"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {WebKit} Chrome/123.0.0.0 Safari/537.36",
            $"Mozilla/5.0 (X11; CrOS aarch64 15699.85.0) {WebKit} Chrome/124.0.0.0 Safari/537.36",
        ]),
        ("Chrome on iPhone",
        [
            $"Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) {AppleWebKit} CriOS/123.0.6312.52 Mobile/15E148 Safari/604.1",
            $"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) {AppleWebKit} CriOS/124.0.6367.68 Mobile/15E148 Safari/604.1",
        ]),
        ("Chrome on iPad",
        [
            $"Mozilla/5.0 (iPad; CPU OS 17_3 like Mac OS X) {AppleWebKit} CriOS/122.0.6261.89 Mobile/15E148 Safari/604.1",
            $"Mozilla/5.0 (iPad; CPU OS 17_4 like Mac OS X) {AppleWebKit} CriOS/123.0.6312.52 Mobile/15E148 Safari/604.1",
        ]),
        ("Edge on Windows",
        [
            $"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WebKit} Chrome/123.0.0.0 Safari/537.36 Edg/123.0.2420.65",
            $"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WebKit} Chrome/124.0.0.0 Safari/537.36 Edg/124.0.0.0",
            $"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WebKit} Chrome/64.0.3282.140 Safari/537.36 Edge/18.17763",
        ]),
        ("Edge on macOS",
        [
            $"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {WebKit} Chrome/123.0.0.0 Safari/537.36 Edg/123.0.2420.65",
            $"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {WebKit} Chrome/124.0.0.0 Safari/537.36 Edg/124.0.2478.51",
        ]),
        ("Edge on Android",
        [
            $"Mozilla/5.0 (Linux; Android 10; HD1913) {WebKit} Chrome/123.0.6312.99 Mobile Safari/537.36 EdgA/123.0.2420.64",
            $"Mozilla/5.0 (Linux; Android 10; K) {WebKit} Chrome/124.0.0.0 Mobile Safari/537.36 EdgA/124.0.0.0",
        ]),
        ("Edge on iPhone",
        [
            $"Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) {AppleWebKit} "
                + "Version/17.0 EdgiOS/123.2420.56 Mobile/15E148 Safari/605.1.15",
            $"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) {AppleWebKit} "
                + "Version/17.0 EdgiOS/124.2478.50 Mobile/15E148 Safari/605.1.15",
        ]),
        ("Safari on macOS",
        [
            $"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {AppleWebKit} Version/16.6 Safari/605.1.15",
            $"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {AppleWebKit} Version/17.4.1 Safari/605.1.15",
        ]),
        ("Safari on iPhone",
        [
            $"Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) {AppleWebKit} Version/16.6 Mobile/15E148 Safari/604.1",
            $"Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) {AppleWebKit} Version/17.4.1 Mobile/15E148 Safari/604.1",
        ]),
        ("Safari on iPad",
        [
            $"Mozilla/5.0 (iPad; CPU OS 12_2 like Mac OS X) {AppleWebKit} Version/12.1 Mobile/15E148 Safari/604.1",
            $"Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) {AppleWebKit} Version/16.6 Mobile/15E148 Safari/604.1",
        ]),
        ("Opera on Windows",
        [
            $"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WebKit} Chrome/122.0.0.0 Safari/537.36 OPR/108.0.0.0",
            $"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WebKit} Chrome/123.0.0.0 Safari/537.36 OPR/109.0.0.0",
        ]),
        ("Opera on Android",
        [
            $"Mozilla/5.0 (Linux; Android 10; VOG-L29) {WebKit} Chrome/120.0.6099.210 Mobile Safari/537.36 OPR/80.5.4244.78163",
            $"Mozilla/5.0 (Linux; Android 10; K) {WebKit} Chrome/123.0.0.0 Mobile Safari/537.36 OPR/82.0.0.0",
        ]),
        ("Opera on iPhone",
        [
            $"Mozilla/5.0 (iPhone; CPU iPhone OS 17_3 like Mac OS X) {AppleWebKit} Version/17.3 Mobile/15E148 Safari/604.1 OPT/4.5.1",
            $"Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) {AppleWebKit} Version/17.4 Mobile/15E148 Safari/604.1 OPT/4.6.0",
        ]),
        ("Samsung Internet on Android",
        [
            $"Mozilla/5.0 (Linux; Android 13; SAMSUNG SM-S918B) {WebKit} SamsungBrowser/23.0 Chrome/115.0.0.0 Mobile Safari/537.36",
            $"Mozilla/5.0 (Linux; Android 10; K) {WebKit} SamsungBrowser/24.0 Chrome/117.0.0.0 Mobile Safari/537.36",
        ]),
        ("Vivaldi on Windows",
        [
            $"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WebKit} Chrome/120.0.0.0 Safari/537.36 Vivaldi/6.5.3206.63",
            $"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WebKit} Chrome/122.0.0.0 Safari/537.36 Vivaldi/6.6.3271.57",
        ]),
        ("Unknown browser on Windows",
        [
            "Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko",
            "Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; Trident/4.0)",
        ]),
        ("Unknown browser on Linux",
        [
            $"Mozilla/5.0 (X11; Linux x86_64) {AppleWebKit} Version/16.0 Safari/605.1.15 Epiphany/605.1.15",
            $"Mozilla/5.0 (X11; Linux x86_64) {AppleWebKit} Version/17.0 Safari/605.1.15 Epiphany/605.1.15",
        ]),
        ("Unknown browser",
        [
            "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
            $"Mozilla/5.0 (PlayStation; PlayStation 5/2.26) {AppleWebKit}",
        ]),
        ("curl", ["curl/7.88.1", "curl/8.5.0"]),
        ("Wget", ["Wget/1.21.3", "Wget/1.24.5"]),
        ("python-requests", ["python-requests/2.28.2", "python-requests/2.31.0"]),
        ("Go-http-client", ["Go-http-client/1.1", "Go-http-client/2.0"]),
        ("PostmanRuntime", ["PostmanRuntime/7.36.3", "PostmanRuntime/7.37.3"]),
        ("Apache-HttpClient", ["Apache-HttpClient/4.5.14 (Java/17.0.10)", "Apache-HttpClient/5.3.1 (Java/21.0.2)"]),
        ("okhttp", ["okhttp/4.11.0", "okhttp/4.12.0"]),
        ("node", ["node", "node/20.11"]),
        ("Dalvik on Android",
        [
            "Dalvik/2.1.0 (Linux; U; Android 13; SM-A536B Build/TP1A.220624.014)",
            "Dalvik/2.1.0 (Linux; U; Android 14; Pixel 8 Build/UD1A.230803.041)",
        ]),
    ];

    public static TheoryData<string, string> All
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach ((string label, string[] texts) in ByLabel)
            {
                foreach (string text in texts)
                    rows.Add(text, label);
            }

            return rows;
        }
    }
}

namespace SecureSessions.Cli;

/// <summary>The file of the refresh token, which nobody but the user can read. A client with a keychain keeps the token there.</summary>
internal sealed class TokenFile(string path)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public string? Read()
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Replaces the token as a whole: whoever reads meanwhile, or whatever fails, finds the old one or the new one.</summary>
    public void Write(string token)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        string next = Path.Combine(folder, Path.GetRandomFileName());
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        using (var writer = new StreamWriter(next, options))
            writer.WriteLine(token);
        File.Move(next, path, overwrite: true);
    }

    public void Delete() => File.Delete(path);
}

namespace SecretsKit.Integration.Safety;

/// <summary>All regular files below a folder as they are at one moment, to compare with and to go back to.</summary>
internal sealed class FolderState
{
    private readonly string _folder;
    private readonly Dictionary<string, (byte[] Content, UnixFileMode Mode)> _files;

    public FolderState(string folder)
    {
        _folder = folder;
        _files = Paths().ToDictionary(path => path, path => (File.ReadAllBytes(path), File.GetUnixFileMode(path)));
    }

    /// <summary>Names relative to the folder.</summary>
    public IEnumerable<string> Names => _files.Keys.Select(path => Path.GetRelativePath(_folder, path));

    /// <summary>The bytes of a file, or null if there is none.</summary>
    public byte[]? this[string name] => _files.TryGetValue(Path.Combine(_folder, name), out var file) ? file.Content : null;

    /// <summary>Puts all files back and takes away those that came since.</summary>
    public void Restore()
    {
        foreach (var path in Paths().Where(path => !_files.ContainsKey(path)).ToList())
        {
            File.Delete(path);
        }

        foreach (var (path, (content, mode)) in _files)
        {
            if (!File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(content))
            {
                File.WriteAllBytes(path, content);
                File.SetUnixFileMode(path, mode);
            }
        }
    }

    private IEnumerable<string> Paths() =>
        Directory.EnumerateFiles(
            _folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint });
}

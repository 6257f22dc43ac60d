namespace SecretsKit.Goldens.Sops;

/// <summary>A temporary working directory, filled from a folder of the golden data or empty; removed on disposal.</summary>
internal sealed class CaseFolder : IDisposable
{
    public CaseFolder(string? source = null, string? parent = null)
    {
        // As the kernel names it, because messages quote it.
        Path = parent is null
            ? Directory.CreateTempSubdirectory("skc").FullName
            : Directory.CreateDirectory(System.IO.Path.Combine(parent, $"skc{Guid.NewGuid():N}")).FullName;
        if (source is not null)
        {
            Copy(SopsRows.Folder(source), Path);
        }
    }

    public string Path { get; }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public Task<byte[]> ReadAsync(string name) => System.IO.File.ReadAllBytesAsync(File(name));

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static void Copy(string from, string to)
    {
        foreach (var folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories))
        {
            Directory.CreateDirectory(folder.Replace(from, to, StringComparison.Ordinal));
        }

        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            System.IO.File.Copy(file, file.Replace(from, to, StringComparison.Ordinal));
        }
    }
}

namespace SecretsKit.Testing;

/// <summary>A folder of its own for one test, removed with all it holds. Its path is short because sockets may live in it.</summary>
public sealed class TestFolder : IDisposable
{
    /// <summary>Makes the folder.</summary>
    public TestFolder() => Path = Directory.CreateTempSubdirectory("sk-").FullName;

    /// <summary>Absolute.</summary>
    public string Path { get; }

    /// <summary>Writes a file and returns its path.</summary>
    public string Write(string name, string text)
    {
        var path = System.IO.Path.Combine(Path, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}

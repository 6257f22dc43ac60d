namespace SecretsKit.Testing;

/// <summary>Where this checkout and the third-party vectors are, for tests only.</summary>
public static class Checkout
{
    /// <summary>The folder that holds SecretsKit.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>
    /// The folder of third-party vectors (<c>SECRETSKIT_VECTORS</c>), or null: such tests then print one line and do not run.
    /// </summary>
    public static string? Vectors { get; } = Environment.GetEnvironmentVariable("SECRETSKIT_VECTORS") is { Length: > 0 } folder
        && Directory.Exists(folder)
        ? folder
        : null;

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "SecretsKit.sln")))
        {
            folder = Path.GetDirectoryName(folder.TrimEnd('/')) ?? throw new InvalidOperationException("not inside a checkout");
        }

        return folder;
    }
}

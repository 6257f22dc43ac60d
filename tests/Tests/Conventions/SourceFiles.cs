using SecretsKit.Testing;

namespace SecretsKit.Tests.Conventions;

/// <summary>The files of this checkout that people write.</summary>
internal static class SourceFiles
{
    private static readonly string[] Generated = ["bin", "obj", "artifacts", "testdata"];

    /// <summary>Files below a top-level folder, by their path from the root with forward slashes.</summary>
    public static IReadOnlyList<string> Under(string folder, string pattern) =>
        [.. Directory.EnumerateFiles(Path.Combine(Checkout.Root, folder), pattern, SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Checkout.Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(Generated.Contains))
            .Order(StringComparer.Ordinal)];

    public static string[] Lines(string path) => File.ReadAllLines(Path.Combine(Checkout.Root, path));

    /// <summary>Fails with all offenders at once.</summary>
    public static void AssertNone(IEnumerable<string> offenders) => Assert.Equal("", string.Join('\n', offenders));
}

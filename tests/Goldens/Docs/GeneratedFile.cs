using SecretsKit.Testing;

namespace SecretsKit.Goldens.Docs;

/// <summary>
/// Files of the checkout that are made of the tables of the program: they must be as the tables say. <c>SECRETSKIT_WRITE_DOCS=1</c> writes
/// them instead, and the difference is part of the review.
/// </summary>
internal static class GeneratedFile
{
    /// <summary>Compares, or writes.</summary>
    /// <param name="path">Below the root of the checkout.</param>
    /// <param name="text">What the tables say.</param>
    public static void Check(string path, string text)
    {
        var full = Path.Combine(Checkout.Root, path);
        if (Environment.GetEnvironmentVariable("SECRETSKIT_WRITE_DOCS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllText(full, text);
        }

        Assert.True(File.Exists(full), $"{path} is missing: SECRETSKIT_WRITE_DOCS=1 writes it");
        Assert.Equal(text, File.ReadAllText(full));
    }
}

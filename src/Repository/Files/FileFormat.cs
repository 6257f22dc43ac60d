using SecretsKit.Core.Documents;

namespace SecretsKit.Repository.Files;

/// <summary>
/// The format of a file for our own verbs, which see through the endings that people add to names of encrypted and decrypted copies.
/// </summary>
public static class FileFormat
{
    private static readonly string[] Copies = [".enc", ".dec"];

    /// <summary>The named format, else that of the path; <c>secrets.yaml.enc</c> is YAML.</summary>
    /// <param name="name">One of <see cref="Names"/>, or null.</param>
    /// <param name="path">The file.</param>
    public static DocumentFormat Of(string? name, string path)
    {
        if (DocumentFormats.OfName(name) is { } named)
        {
            return named;
        }

        var copy = Copies.FirstOrDefault(ending => path.EndsWith(ending, StringComparison.Ordinal));
        return DocumentFormats.OfPath(copy is null ? path : path[..^copy.Length]);
    }

    /// <summary>What a format is called for <c>--input-type</c>.</summary>
    public static string NameOf(DocumentFormat format) => Names.First(name => DocumentFormats.OfName(name) == format);

    /// <summary>What <c>--input-type</c> accepts.</summary>
    public static string[] Names { get; } = ["yaml", "json", "dotenv", "ini", "binary"];
}

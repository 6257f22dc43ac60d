using SecretsKit.Core.Text;

namespace SecretsKit.Core.Envelope.Config;

/// <summary>Where a <c>.sops.yaml</c> was found.</summary>
/// <param name="Path">The path, or <see langword="null"/>.</param>
/// <param name="Warning">What to tell about a <c>.sops.yml</c> on the way, or <see langword="null"/>.</param>
public sealed record ConfigLookup(string? Path, string? Warning)
{
    private const int MostLevels = 100;
    private const string OtherName = ".sops.yml";

    /// <summary>Looks in a folder and in those above it.</summary>
    /// <param name="folder">
    /// Where to begin. A relative one, such as <c>.</c>, gives relative results, which is how the reference names the file in messages.
    /// </param>
    /// <param name="exists">Tells whether something of this path exists.</param>
    public static ConfigLookup Find(string folder, Func<string, bool> exists)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(exists);
        string? other = null;
        for (var level = 0; level < MostLevels; level++)
        {
            var path = Join(folder, SopsConfig.FileName);
            if (exists(path))
            {
                return new(path, other is null ? null : $"{Ignored(other)}; using {GoQuote.Format(path)} instead");
            }

            var otherPath = Join(folder, OtherName);
            other ??= exists(otherPath) ? otherPath : null;
            if (Above(folder) is not { } above)
            {
                break;
            }

            folder = above;
        }

        return new(null, other is null ? null : Ignored(other));
    }

    private static string Ignored(string path) =>
        $"ignoring {GoQuote.Format(path)} when searching for config file; the config file must be called {GoQuote.Format(SopsConfig.FileName)}";

    private static string Join(string folder, string name) => folder == "." ? name : folder.EndsWith('/') ? folder + name : $"{folder}/{name}";

    private static string? Above(string folder) => folder switch
    {
        "/" => null,
        "." => "..",
        _ when folder == ".." || folder.EndsWith("/..", StringComparison.Ordinal) => folder + "/..",
        _ => folder.LastIndexOf('/') switch
        {
            < 0 => ".",
            0 => "/",
            var slash => folder[..slash],
        },
    };
}

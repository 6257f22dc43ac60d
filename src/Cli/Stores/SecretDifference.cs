using SecretsKit.Platform.Terminal;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Cli.Stores;

/// <summary>How a secret, or a key of one, differs. The names are words of reports.</summary>
internal enum SecretChange
{
    /// <summary>The new side alone has it.</summary>
    Added,

    /// <summary>The old side alone has it.</summary>
    Removed,

    /// <summary>Both have it with other values.</summary>
    Changed,
}

/// <summary>How reports show a change.</summary>
internal static class SecretChanges
{
    /// <summary>Before a name, for people.</summary>
    public static char Sign(this SecretChange change) => change switch
    {
        SecretChange.Added => '+',
        SecretChange.Removed => '-',
        _ => '~',
    };

    /// <summary>For programs.</summary>
    public static string Word(this SecretChange change) => change switch
    {
        SecretChange.Added => "added",
        SecretChange.Removed => "removed",
        _ => "changed",
    };

    /// <summary>The colour of a line.</summary>
    public static TextStyle Style(this SecretChange change) => change switch
    {
        SecretChange.Added => TextStyle.Good,
        SecretChange.Removed => TextStyle.Bad,
        _ => TextStyle.Warning,
    };
}

/// <summary>A secret that differs, without its values.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Change">How.</param>
/// <param name="Keys">The keys that differ, where both sides are JSON objects; else none.</param>
internal sealed record SecretDifference(string Name, SecretChange Change, IReadOnlyList<(string Name, SecretChange Change)> Keys)
{
    /// <summary>All differences between two sides, by name.</summary>
    public static IReadOnlyList<SecretDifference> Between(SecretMap old, SecretMap now) =>
        [.. Changes(old, now).Select(item => new SecretDifference(item.Name, item.Change, KeysOf(old[item.Name], now[item.Name])))];

    private static IReadOnlyList<(string, SecretChange)> KeysOf(SecretValue? old, SecretValue? now) =>
        old is not null && now is not null && SecretShape.Members(old) is { } a && SecretShape.Members(now) is { } b
            ? [.. Changes(a, b)]
            : [];

    private static IEnumerable<(string Name, SecretChange Change)> Changes(SecretMap old, SecretMap now)
    {
        foreach (var name in old.Names.Union(now.Names).Order(StringComparer.Ordinal))
        {
            var (before, after) = (old[name], now[name]);
            if (!SecretShape.AreEqual(before, after))
            {
                yield return (name, before is null ? SecretChange.Added : after is null ? SecretChange.Removed : SecretChange.Changed);
            }
        }
    }
}

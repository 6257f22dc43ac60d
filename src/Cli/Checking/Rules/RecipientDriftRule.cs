using SecretsKit.Cli.Access;
using SecretsKit.Cli.Reporting;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Core.Envelope.Keys;

namespace SecretsKit.Cli.Checking.Rules;

/// <summary>
/// Finds files whose recipients are not those of their creation rule: somebody left or came, and the file was not updated.
/// </summary>
internal sealed class RecipientDriftRule : IFileRule
{
    private const int MostNames = 3;
    private const int LongestId = 80;

    /// <inheritdoc/>
    public CheckRule About { get; } = new(
        "recipient-drift", CheckLevel.Error, "the recipients of a file are not those of its rule",
        "'secretskit updatekeys FILE' gives it the recipients of the rule; where somebody was removed, who may have kept the data " +
        "key, also 'secretskit rotate FILE', and change the secrets");

    /// <inheritdoc/>
    public void Check(CheckedFile file, Findings findings)
    {
        if (!findings.Wants(About) || RuleDifference.OfRecipients(file) is not { } difference)
        {
            return;
        }

        for (var number = 0; number < difference.Groups.Count; number++)
        {
            if (difference.Groups[number].IsChange)
            {
                var place = difference.Groups.Count > 1 ? $"group {number}: " : "";
                var clause = Clause(difference.Groups[number], file.Match!.File.Names);
                findings.Add(About, file.Path, $"{place}{clause} (rule {file.Match.Number + 1} of " +
                    $"{Path.GetFileName(file.Match.File.Path)})");
            }
        }
    }

    private static string Clause(KeyGroupDifference difference, RecipientNames names)
    {
        var parts = new List<string>();
        if (difference.Added.Count > 0)
        {
            parts.Add($"can decrypt, and is not in the rule: {Names(difference.Added, names)}");
        }

        if (difference.Removed.Count > 0)
        {
            parts.Add($"is in the rule, and cannot decrypt: {Names(difference.Removed, names)}");
        }

        return string.Join("; ", parts);
    }

    private static string Names(IReadOnlyList<MasterKey> keys, RecipientNames names) =>
        string.Join(", ", keys.Take(MostNames).Select(key => names.NameOf(key) is { } name ? $"{name} ({Id(key)})" : Id(key)))
        + (keys.Count > MostNames ? $" and {keys.Count - MostNames} more" : "");

    private static string Id(MasterKey key) => key.Id.Length > LongestId ? key.Id[..LongestId] + "..." : key.Id;
}

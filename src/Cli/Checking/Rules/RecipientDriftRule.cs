using SecretsKit.Cli.Operations;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Checking.Rules;

/// <summary>Finds files whose recipients are not those of their creation rule: somebody left or came, and the file was not updated.</summary>
internal sealed class RecipientDriftRule : IFileRule
{
    private const int MostNames = 3;
    private const int LongestId = 80;

    /// <inheritdoc/>
    public CheckRule About { get; } = new(
        "recipient-drift", CheckLevel.Error, "the recipients of a file are not those of its rule",
        "'secretskit updatekeys FILE' gives it the recipients of the rule; who was removed may have kept the data key: 'secretskit rotate FILE', and change the secrets");

    /// <inheritdoc/>
    public void Check(CheckedFile file, Findings findings)
    {
        if (file.Encrypted is not { } encrypted || Groups(file) is not { } wanted || !findings.Wants(About))
        {
            return;
        }

        var differences = KeyGroupDifference.Between([.. encrypted.Metadata.KeyGroups.Select(group => group.Group)], wanted);
        for (var number = 0; number < differences.Count; number++)
        {
            if (differences[number].IsChange)
            {
                var place = differences.Count > 1 ? $"group {number}: " : "";
                findings.Add(About, file.Path, $"{place}{Clause(differences[number])} (rule {file.Match!.Number + 1} of {Path.GetFileName(file.Match.File.Path)})");
            }
        }
    }

    /// <summary>The groups of a file's rule; null without a rule or with one that cannot be read, which another rule tells.</summary>
    internal static IReadOnlyList<KeyGroup>? Groups(CheckedFile file)
    {
        try
        {
            // A rule without keys has one empty group; keys were then named on the command line.
            return file.Match?.Rule is { HasKeys: true } rule ? rule.Resolve(EncryptionContext.Empty).KeyGroups : null;
        }
        catch (SecretsKitException)
        {
            return null;
        }
    }

    private static string Clause(KeyGroupDifference difference)
    {
        var parts = new List<string>();
        if (difference.Removed.Count > 0)
        {
            parts.Add($"can decrypt, and is not in the rule: {Names(difference.Removed)}");
        }

        if (difference.Added.Count > 0)
        {
            parts.Add($"is in the rule, and cannot decrypt: {Names(difference.Added)}");
        }

        return string.Join("; ", parts);
    }

    private static string Names(IReadOnlyList<MasterKey> keys) =>
        string.Join(", ", keys.Take(MostNames).Select(key => key.Id.Length > LongestId ? key.Id[..LongestId] + "..." : key.Id))
        + (keys.Count > MostNames ? $" and {keys.Count - MostNames} more" : "");
}

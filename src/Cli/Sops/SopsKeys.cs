using SecretsKit.CommandLine;
using SecretsKit.Core.Envelope.Config;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Envelope.Selection;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Sops;

/// <summary>Who may read a new file and what is encrypted in it: from flags, variables and the creation rule (spec sops.md 9.3).</summary>
internal static class SopsKeys
{
    // The order in which the reference puts the keys of its flags into their one group.
    private static readonly (Flag Flag, KeyType Type)[] KeyFlags =
    [
        (SopsFlags.Kms, KeyType.AwsKms), (SopsFlags.GcpKms, KeyType.GcpKms), (SopsFlags.HuaweiKms, KeyType.HuaweiKms), (
            SopsFlags.AzureKeyVault, KeyType.AzureKeyVault),
        (SopsFlags.Pgp, KeyType.Pgp), (SopsFlags.VaultTransit, KeyType.VaultTransit), (SopsFlags.Age, KeyType.Age),
    ];

    /// <summary>The rule for a new file.</summary>
    /// <param name="session">The log.</param>
    /// <param name="config">The configuration, if there is one.</param>
    /// <param name="flags">Key and selection flags.</param>
    /// <param name="path">The file's absolute path, which chooses the creation rule.</param>
    /// <exception cref="SecretsKitException">Conflicting selections, no keys, a malformed key.</exception>
    public static EncryptionRule Rule(SopsSession session, SopsConfig? config, ParsedFlags flags, string path)
    {
        var context = Context(session, flags);
        var rule = config?.RuleFor(path, context);
        var selection = Selection(flags).Or(rule?.Selection ?? SelectionFields.None);
        selection.CheckCommandLine();

        var groups = Groups(flags, context) ?? rule?.KeyGroups ?? throw new SecretsKitException(
            ErrorCode.ConfigNotFound, "config file not found, or has no creation rules, and no keys provided through command line options")
        {
            Hint = "name a recipient, for example with --age, or write a .sops.yaml",
        };
        var threshold = flags.Number(SopsFlags.ShamirThreshold);
        return new(
            groups,
            threshold != 0 ? threshold : rule?.ShamirThreshold ?? 0,
            selection.OrDefault(),
            session.Globals.IsOn(SopsFlags.MacOnlyEncrypted) || (rule?.MacOnlyEncrypted ?? false));
    }

    /// <summary>Whether master keys are to be added or removed.</summary>
    public static bool ChangesKeys(ParsedFlags flags) => SopsFlags.AddAndRemove.Any(flag => flags.Text(flag).Length > 0);

    /// <summary>The master keys that <c>--add-X</c> and <c>--rm-X</c> name.</summary>
    /// <exception cref="SecretsKitException">A malformed key.</exception>
    public static (IReadOnlyList<MasterKey> Add, IReadOnlyList<MasterKey> Remove) Changes(SopsSession session, ParsedFlags flags)
    {
        var context = Context(session, flags);
        var profile = flags.Text(SopsFlags.AwsProfile);
        IReadOnlyList<MasterKey> Named(IReadOnlyList<(Flag Flag, KeyType Type)> rows) =>
            [.. rows.SelectMany(row => MasterKeyText.Parse(row.Type, flags.Text(row.Flag), context, profile))];
        return (Named(SopsFlags.AddKeys), Named(SopsFlags.RemoveKeys));
    }

    /// <summary>The group that the repeatable key flags of <c>groups add</c> name.</summary>
    /// <exception cref="SecretsKitException">A malformed key.</exception>
    public static KeyGroup NewGroup(SopsSession session, ParsedFlags flags)
    {
        var context = Context(session, flags);
        var profile = flags.Text(SopsFlags.AwsProfile);
        return new([.. SopsFlags.GroupKeys.SelectMany(
            row => flags.List(row.Flag).SelectMany(text => MasterKeyText.Parse(row.Type, text, context, profile)))]);
    }

    private static IReadOnlyList<KeyGroup>? Groups(ParsedFlags flags, EncryptionContext context)
    {
        if (KeyFlags.All(row => flags.Text(row.Flag).Length == 0))
        {
            return null;
        }

        var profile = flags.Text(SopsFlags.AwsProfile);
        return [new KeyGroup([.. KeyFlags.SelectMany(row => MasterKeyText.Parse(row.Type, flags.Text(row.Flag), context, profile))])];
    }

    private static EncryptionContext Context(SopsSession session, ParsedFlags flags)
    {
        try
        {
            return EncryptionContext.Parse(flags.Text(SopsFlags.EncryptionContext));
        }
        catch (SecretsKitException failure) when (failure.Code == ErrorCode.EncryptionContext)
        {
            session.Log.Warn("AWSKMS", "Encryption context contains a non-string value, context will not be used");
            throw;
        }
    }

    private static SelectionFields Selection(ParsedFlags flags) => new()
    {
        UnencryptedSuffix = flags.Text(SopsFlags.UnencryptedSuffix),
        EncryptedSuffix = flags.Text(SopsFlags.EncryptedSuffix),
        UnencryptedRegex = flags.Text(SopsFlags.UnencryptedRegex),
        EncryptedRegex = flags.Text(SopsFlags.EncryptedRegex),
        UnencryptedCommentRegex = flags.Text(SopsFlags.UnencryptedCommentRegex),
        EncryptedCommentRegex = flags.Text(SopsFlags.EncryptedCommentRegex),
    };
}

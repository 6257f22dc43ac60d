using SecretsKit.Cli.Access;
using SecretsKit.Cli.Hosting;
using SecretsKit.Cli.Signing;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Envelope.Recovery;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;
using SecretsKit.Repository.Config;

namespace SecretsKit.Cli.Operations;

/// <summary>A file whose master keys are to become those of its creation rule. Made first and applied after somebody has agreed.</summary>
internal sealed class KeyUpdate
{
    private readonly InputFile _input;
    private readonly EncryptedFile _file;
    private readonly IReadOnlyList<KeyGroup> _groups;
    private readonly DocumentFormat _format;
    private readonly WriteOptions _layout;

    private KeyUpdate(InputFile input, EncryptedFile file, IReadOnlyList<KeyGroup> groups, DocumentFormat format, WriteOptions layout) =>
        (_input, _file, _groups, _format, _layout) = (input, file, groups, format, layout);

    /// <summary>What changes, by group.</summary>
    public required IReadOnlyList<KeyGroupDifference> Differences { get; init; }

    /// <summary>The file as it is against what it becomes.</summary>
    public AccessDifference Access
    {
        get
        {
            var before = AccessPolicy.Of(_file.Metadata);
            return new(before, before with { Groups = _groups, Needed = AccessPolicy.NeededOf(_groups.Count, NewThreshold) });
        }
    }

    /// <summary>Where the file gives more away than its rule allows, before anything changes.</summary>
    public required RuleBreach Breach { get; init; }

    /// <summary>Groups needed until now; 0 if the file does not say.</summary>
    public int OldThreshold => _file.Metadata.ShamirThreshold;

    /// <summary>Groups needed from now on; 0 with a single group.</summary>
    public required int NewThreshold { get; init; }

    /// <summary>Whether there is anything to do. A threshold counts only where there are several groups.</summary>
    public bool IsChange => Differences.Any(difference => difference.IsChange) || (_groups.Count > 1 && OldThreshold != NewThreshold);

    /// <summary>The file as it is.</summary>
    public EncryptedFile File => _file;

    /// <summary>Whether somebody can no longer decrypt afterwards.</summary>
    public bool Removes => Differences.Any(difference => difference.Removed.Count > 0);

    /// <summary>Compares a file with its rule. No key is needed.</summary>
    /// <param name="keys">Checks and completes the keys of the rule.</param>
    /// <param name="configs">Knows the rules.</param>
    /// <param name="input">The file.</param>
    /// <param name="format">Its format.</param>
    /// <param name="keepsLayout">Whether the file keeps the layout that it has.</param>
    /// <param name="ct">Cancels key services.</param>
    /// <exception cref="SecretsKitException">It is not encrypted, or no rule with keys matches it.</exception>
    public static async ValueTask<KeyUpdate> PlanAsync(
        KeyRing keys, ConfigCache configs, InputFile input, DocumentFormat format, bool keepsLayout, CancellationToken ct)
    {
        var file = EncryptedFile.Load(input.Content, format);
        var (rule, config) = configs.RuleOf(input.Path);
        if (rule.KeyGroups.Any(group => group.Keys.Count == 0))
        {
            throw new SecretsKitException(
                ErrorCode.NoMatchingRule,
                "the creation rule of this file has a group without keys, which would make it impossible to decrypt")
            {
                Hint = "add age, pgp or another kind of key to the rule",
            };
        }

        RecipientCheck.Require(rule.KeyGroups, config);
        var groups = await keys.Services.ResolveAsync([.. rule.KeyGroups.Select(group => group.WithoutDuplicates())], ct);
        var layout = new WriteOptions { Indent = config.Stores.Indent(format), Model = keepsLayout ? input.Content : default };
        return new(input, file, groups, format, layout)
        {
            Differences = KeyGroupDifference.Between([.. file.Metadata.KeyGroups.Select(group => group.Group)], groups),
            Breach = RuleBreach.Of(AccessPolicy.Of(rule).In(format), AccessPolicy.Of(file.Metadata).In(format)),
            NewThreshold = Threshold(rule.ShamirThreshold, file.Metadata.ShamirThreshold, groups.Count),
        };
    }

    // What the rule says, else what the file had, else all groups. One group has no threshold, and
    // 1 is what the reference leaves behind then.
    private static int Threshold(int ofRule, int ofFile, int groups) =>
        groups == 1 ? 0 : ofRule != 0 ? ofRule : ofFile > 1 ? Math.Min(ofFile, groups) : groups;

    /// <summary>Wraps the data key for the new keys and writes the file. The values and the MAC stay.</summary>
    /// <param name="host">Clock and randomness.</param>
    /// <param name="keys">Opens and wraps.</param>
    /// <param name="signer">Signs the result, if a key is named.</param>
    /// <param name="mode">Whether the file is replaced or written over.</param>
    /// <param name="ct">Cancels key services.</param>
    /// <exception cref="SecretsKitException">
    /// The keys at hand do not open the file, a new key cannot wrap, or the file cannot be written.
    /// </exception>
    public async ValueTask ApplyAsync(CliHost host, KeyRing keys, FileSigner signer, FileWriteMode mode, CancellationToken ct)
    {
        var now = host.Now();
        WrappedKeyGroup[] attached = [.. _groups.Select(group => DataKeyWrapping.Attach(group, now))];
        var changed = await KeyRewrapping.RunAsync(keys, _file, attached, NewThreshold, ct);
        var text = await signer.SerializeAsync(changed, _input.Path, _format, _layout, ct);
        Output.Write(host, _input.Path, text, FileContentKind.Public, _input.Snapshot(), mode);
    }
}

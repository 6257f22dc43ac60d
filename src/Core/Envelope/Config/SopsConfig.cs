using SecretsKit.Core.Display;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text.Regexp;

namespace SecretsKit.Core.Envelope.Config;

/// <summary>A <c>.sops.yaml</c> (spec sops.md part 9). Unknown fields are ignored.</summary>
public sealed record SopsConfig
{
    /// <summary>The rules for new files; <see langword="null"/> when the file has no such list, and then it counts as absent.</summary>
    public IReadOnlyList<CreationRule>? CreationRules { get; init; }

    /// <summary>The rules for publishing.</summary>
    public IReadOnlyList<DestinationRule> DestinationRules { get; init; } = [];

    /// <summary>The layout of the formats.</summary>
    public StoresConfig Stores { get; init; } = new();

    /// <summary>The folder that the file is in, absolute; creation rules see paths below it without it.</summary>
    public required string Folder { get; init; }

    /// <summary>The file itself, absolute.</summary>
    public required string Path { get; init; }

    internal Documents.Yaml.YamlNode? Source { get; init; }

    /// <summary>Looks for fields that are not read, because there are none of that name, and for values of the wrong kind.</summary>
    public IReadOnlyList<ConfigFinding> FindUnread() => ConfigFieldCheck.Of(Source);

    /// <summary>The line of the first value that holds a text, a recipient for example, from 1; 0 where there is none.</summary>
    /// <param name="text">As it stands there, perhaps among others.</param>
    public int LineOf(string text) =>
        text is not { Length: > 0 } ? 0
        : ConfigLines.Find(Source, value => value == text) is > 0 and var whole ? whole
        : ConfigLines.Find(Source, value => value.Contains(text, StringComparison.Ordinal)) is > 0 and var line ? line
        : ConfigLines.Find(
            Source, value => value.Replace(" ", "", StringComparison.Ordinal).Contains(text, StringComparison.Ordinal));

    /// <summary>The line of the first key without a name, from 1; 0 where each has one.</summary>
    /// <param name="list">The field of rules and of groups that holds such keys.</param>
    /// <param name="field">The field of a key in such a list that names it.</param>
    public int LineOfUnnamed(string list, string field) => ConfigLines.FindUnnamed(Source, list, field);

    /// <summary>Where the rule of a file stands, and which of its fields for keys are empty; line 0 where that is unknown.</summary>
    /// <param name="path">The absolute path of the file.</param>
    public (int Line, IReadOnlyList<string> EmptyFields) EmptyKeysOf(string path) => RulePlaces.Of(this, Rule(Seen(path)));

    /// <summary>The line of a field of the rule of a file, or of the rule where it has no such field; 0 where that is unknown.</summary>
    /// <param name="path">The absolute path of the file.</param>
    /// <param name="field">The field's name.</param>
    public int LineOfField(string path, string field) => RulePlaces.LineOf(this, Rule(Seen(path)), field);

    /// <summary>Parses the file.</summary>
    /// <param name="text">The file's bytes.</param>
    /// <param name="path">Its absolute path.</param>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.MalformedConfig"/> or <see cref="ErrorCode.LimitExceeded"/>.</exception>
    public static SopsConfig Parse(ReadOnlyMemory<byte> text, string path) => ConfigReader.Read(text, path);

    /// <summary>What the first creation rule that matches a path says, without an encryption context.</summary>
    /// <inheritdoc cref="RuleFor(string, EncryptionContext)"/>
    public RuleSettings? RuleFor(string path) => RuleFor(path, EncryptionContext.Empty);

    /// <summary>What the first creation rule that matches a path says.</summary>
    /// <param name="path">The absolute path of the file.</param>
    /// <param name="context">The encryption context of AWS keys that are not in groups; they cannot name one themselves.</param>
    /// <returns>The rule, or <see langword="null"/> when there is no list of rules at all.</returns>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.NoMatchingRule"/>; <see cref="ErrorCode.MalformedConfig"/>: the expression of a rule that is reached does not
    /// compile, or the rule's fields are wrong; <see cref="ErrorCode.General"/>: a malformed key.
    /// </exception>
    public RuleSettings? RuleFor(string path, EncryptionContext context)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Rule(Seen(path)) is >= 0 and var number ? CreationRules![number].Resolve(context)
            : CreationRules is null ? null
            : throw new SecretsKitException(ErrorCode.NoMatchingRule, "error loading config: no matching creation rules found")
            {
                Cause = new RuleCause(RuleKind.Creation, path),
                Problem = "no creation rule matches",
            };
    }

    /// <summary>The first destination rule that matches a path.</summary>
    /// <param name="path">The path as the user gave it.</param>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.NoMatchingRule"/>, or <see cref="ErrorCode.MalformedConfig"/>: several destinations.
    /// </exception>
    public DestinationRule DestinationFor(string path)
    {
        foreach (var rule in DestinationRules)
        {
            if (rule.PathRegex.Length == 0 || (Re2.TryCompile(rule.PathRegex, out var expression, out _) && expression.IsMatch(path)))
            {
                string[] targets = [rule.S3Bucket, rule.GcsBucket, rule.VaultPath];
                return targets.Count(target => target.Length > 0) <= 1 ? rule : throw new SecretsKitException(
                    ErrorCode.MalformedConfig,
                    "error loading config: more than one destinations were found in a single destination rule, you can only use one per " +
                    "rule");
            }
        }

        throw new SecretsKitException(ErrorCode.NoMatchingRule, "error loading config: no matching destination found in config")
        {
            Cause = new RuleCause(RuleKind.Destination, path),
            Problem = "no destination rule matches",
        };
    }

    private string Seen(string path)
    {
        var prefix = Folder.EndsWith(System.IO.Path.DirectorySeparatorChar) ? Folder : Folder + System.IO.Path.DirectorySeparatorChar;
        return path.StartsWith(prefix, StringComparison.Ordinal) ? path[prefix.Length..] : path;
    }

    // The number of the first rule that matches, or -1.
    private int Rule(string seen)
    {
        for (var number = 0; number < (CreationRules?.Count ?? 0); number++)
        {
            if (CreationRules![number].PathRegex is var pattern && (pattern.Length == 0 || Compile(pattern).IsMatch(seen)))
            {
                return number;
            }
        }

        return -1;
    }

    private Re2 Compile(string pattern) => Re2.TryCompile(pattern, out var expression, out var problem) ? expression
        : throw new SecretsKitException(ErrorCode.MalformedConfig, $"can not compile regexp: {problem}")
        {
            Problem = DisplayText.Message($"{Path}:{LineOf(pattern)}: path_regex {pattern} is no expression: {problem}"),
            Hint = GlobPattern.AsExpression(pattern) is { } meant
                ? DisplayText.Message($"it is no pattern of a shell: write path_regex: '{meant}'")
                : "expressions are those of RE2, which has neither look-ahead nor back references",
        };
}

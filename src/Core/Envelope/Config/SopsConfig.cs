using SecretsKit.Core.Errors;
using SecretsKit.Core.Text.Regexp;

namespace SecretsKit.Core.Envelope.Config;

/// <summary>A <c>.sops.yaml</c> (spec sops.md part 9). Unknown fields are ignored.</summary>
public sealed record SopsConfig
{
    /// <summary>The name under which it is looked for.</summary>
    public const string FileName = ".sops.yaml";

    /// <summary>The rules for new files; <see langword="null"/> when the file has no such list, and then it counts as absent.</summary>
    public IReadOnlyList<CreationRule>? CreationRules { get; init; }

    /// <summary>The rules for publishing.</summary>
    public IReadOnlyList<DestinationRule> DestinationRules { get; init; } = [];

    /// <summary>The layout of the formats.</summary>
    public StoresConfig Stores { get; init; } = new();

    /// <summary>Parses the file.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.MalformedConfig"/> or <see cref="ErrorCode.LimitExceeded"/>.</exception>
    public static SopsConfig Parse(ReadOnlyMemory<byte> text) => ConfigReader.Read(text);

    /// <summary>The first creation rule that matches a path.</summary>
    /// <param name="path">The absolute path of the file, or what is left of it behind the folder of this file: see <see cref="RelativePath"/>.</param>
    /// <returns>The rule, or <see langword="null"/> when there is no list of rules at all.</returns>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.NoMatchingRule"/>; <see cref="ErrorCode.MalformedConfig"/>: the expression of a rule that is reached does not compile.
    /// </exception>
    public CreationRule? FindCreationRule(string path)
    {
        foreach (var rule in CreationRules ?? [])
        {
            if (rule.PathRegex.Length == 0 || Compile(rule.PathRegex).IsMatch(path))
            {
                return rule;
            }
        }

        return CreationRules is null ? null
            : throw new SecretsKitException(ErrorCode.NoMatchingRule, "error loading config: no matching creation rules found");
    }

    /// <summary>The first destination rule that matches a path.</summary>
    /// <param name="path">The path as the user gave it.</param>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.NoMatchingRule"/>, or <see cref="ErrorCode.MalformedConfig"/>: several destinations.</exception>
    public DestinationRule FindDestinationRule(string path)
    {
        foreach (var rule in DestinationRules)
        {
            if (rule.PathRegex.Length == 0 || (Re2.TryCompile(rule.PathRegex, out var expression, out _) && expression.IsMatch(path)))
            {
                string[] targets = [rule.S3Bucket, rule.GcsBucket, rule.VaultPath];
                return targets.Count(target => target.Length > 0) <= 1 ? rule : throw new SecretsKitException(
                    ErrorCode.MalformedConfig,
                    "error loading config: more than one destinations were found in a single destination rule, you can only use one per rule");
            }
        }

        throw new SecretsKitException(ErrorCode.NoMatchingRule, "error loading config: no matching destination found in config");
    }

    /// <summary>The part of an absolute path that creation rules see: without the folder of the configuration, if it lies in it.</summary>
    /// <param name="path">The absolute path of a file.</param>
    /// <param name="folder">The absolute folder of the configuration.</param>
    public static string RelativePath(string path, string folder)
    {
        ArgumentNullException.ThrowIfNull(path);
        var prefix = folder + Path.DirectorySeparatorChar;
        return path.StartsWith(prefix, StringComparison.Ordinal) ? path[prefix.Length..] : path;
    }

    private static Re2 Compile(string pattern) => Re2.TryCompile(pattern, out var expression, out var problem) ? expression
        : throw new SecretsKitException(ErrorCode.MalformedConfig, $"can not compile regexp: {problem}");
}

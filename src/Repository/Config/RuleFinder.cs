using System.Globalization;
using SecretsKit.Core.Display;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope.Config;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Envelope.Selection;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text.Regexp;
using SecretsKit.Platform;

namespace SecretsKit.Repository.Config;

/// <summary>How a new file is encrypted, and who said so.</summary>
/// <param name="Rule">Recipients and selection.</param>
/// <param name="Config">The configuration, if there is one: it knows the layout too.</param>
/// <param name="Origin">Where the recipients come from, for people.</param>
public sealed record FoundRule(EncryptionRule Rule, SopsConfig? Config, string Origin)
{
    /// <summary>How many master keys can open the file.</summary>
    public int Recipients => Rule.Groups.Sum(group => group.Keys.Count);
}

/// <summary>
/// Finds the rule for a new file as our own verbs do: <c>.sops.yaml</c> is searched from the file's folder upward, then from the working
/// directory, so that the result does not depend on the working directory.
/// </summary>
public static class RuleFinder
{
    // What people call the file, and nothing reads.
    private static readonly string[] WrongNames = [".sops.yml", "sops.yaml", "sops.yml", ".sops.yaml.txt", ".sops.json"];

    /// <summary>Finds it.</summary>
    /// <param name="environment">Files and variables.</param>
    /// <param name="choice">Recipients that were named; null where the command has no flags for them.</param>
    /// <param name="configPath">The configuration that was named, or null.</param>
    /// <param name="path">The file's absolute path.</param>
    /// <param name="format">Opaque bytes have no keys to select by.</param>
    /// <param name="read">Called with the configuration once it is read, before its rules are looked at; null for nothing.</param>
    /// <exception cref="SecretsKitException">
    /// No configuration and no recipients, no matching rule, a selection that cannot work.
    /// </exception>
    public static FoundRule Find(
        HostEnvironment environment, RecipientChoice? choice, string? configPath, string path, DocumentFormat format,
        Action<SopsConfig>? read = null)
    {
        var orNamed = choice is null ? "" : ", or name a recipient with --age or --pgp";
        choice ??= RecipientChoice.None;
        var shown = configPath ?? Search(environment, path);
        var config = Config(environment, shown, path);
        if (config is not null)
        {
            read?.Invoke(config);
        }

        var settings = Settings(config, choice, path, shown, orNamed);
        IReadOnlyList<KeyGroup> groups = choice.IsEmpty
            ? settings?.KeyGroups ?? throw NoRules(environment, shown, path, orNamed) : [choice.ToGroup()];
        if (groups.All(group => group.Keys.Count == 0))
        {
            throw WithoutKeys(config, path, shown, orNamed);
        }

        var selection = format == DocumentFormat.Binary ? SelectionFields.None : (settings?.Selection ?? SelectionFields.None).OrDefault();
        CheckPattern(selection, config, shown);
        var macOnlyEncrypted = format != DocumentFormat.Binary && (settings?.MacOnlyEncrypted ?? false);
        var threshold = choice.IsEmpty ? settings?.ShamirThreshold ?? 0 : 0;
        RequireThreshold(groups, threshold, config, path, shown);
        return new(
            new EncryptionRule(groups, threshold, selection, macOnlyEncrypted),
            config,
            choice.IsEmpty ? Shown(environment, shown!) : "named on the command line");
    }

    // Groups of which one is empty, or a number of groups that cannot be asked for.
    private static void RequireThreshold(IReadOnlyList<KeyGroup> groups, int threshold, SopsConfig? config, string path, string? shown)
    {
        if (groups.Count < 2)
        {
            return;
        }

        SecretsKitException Wrong(string field, string problem, string hint)
        {
            var line = config?.LineOfField(path, field) is > 0 and var at ? string.Create(CultureInfo.InvariantCulture, $":{at}") : "";
            return new(ErrorCode.MalformedConfig, $"{shown}{line}: {problem}") { Hint = hint };
        }

        if (groups.Any(group => group.Keys.Count == 0))
        {
            throw Wrong("key_groups", "a key group has no keys", "add a key to it, or take the group out");
        }

        if (threshold > groups.Count || threshold is 1 or < 0)
        {
            var range = groups.Count == 2 ? "2" : string.Create(CultureInfo.InvariantCulture, $"from 2 to {groups.Count}");
            throw Wrong(
                "shamir_threshold",
                string.Create(CultureInfo.InvariantCulture, $"shamir_threshold is {threshold}, and the rule has {groups.Count} key groups"),
                $"it is {range}; without it, all groups must be opened; where any key shall do, put all into one group");
        }
    }

    /// <summary>The configuration that was named, or the nearest one of a file; null if there is none.</summary>
    public static SopsConfig? Config(HostEnvironment environment, string? named, string path) =>
        (named ?? Search(environment, path)) is { } found ? ConfigFinder.Load(environment, found) : null;

    /// <summary>Where the nearest configuration of a file is, absolute; null if there is none.</summary>
    public static string? Search(HostEnvironment environment, string path) =>
        (ConfigFinder.Search(environment, Path.GetDirectoryName(path)!).Path ?? ConfigFinder.Search(environment, "").Path) is { } found
            ? environment.CleanPath(found)
            : null;

    // As one would type it here, where that is shorter.
    private static string Shown(HostEnvironment environment, string path)
    {
        var folder = environment.WorkingDirectory + Path.DirectorySeparatorChar;
        return path.StartsWith(folder, StringComparison.Ordinal) ? path[folder.Length..] : path;
    }

    private static RuleSettings? Settings(
        SopsConfig? config, RecipientChoice choice, string path, string? shown, string orNamed)
    {
        try
        {
            return config?.RuleFor(path);
        }
        catch (SecretsKitException failure) when (failure.Code == ErrorCode.NoMatchingRule)
        {
            return choice.IsEmpty
                ? throw new SecretsKitException(ErrorCode.NoMatchingRule, $"no creation rule in {shown} matches this file", failure)
                {
                    Hint = Meant(config!, path) ?? $"add a rule whose path_regex matches {Unmatched(config!, path)}{orNamed}",
                }
                : null;
        }
        catch (SecretsKitException failure) when (failure is { Code: ErrorCode.MalformedConfig or ErrorCode.General, Hint: null })
        {
            throw Placed(config!, failure);
        }
    }

    /// <summary>A failure of the rule that a file has, with file and line.</summary>
    internal static SecretsKitException Placed(SopsConfig config, SecretsKitException failure)
    {
        var wrong = config.FindUnread().FirstOrDefault(finding => finding.Fault == ConfigFault.WrongKind);
        var key = failure.Causes.OfType<KeyTextCause>().FirstOrDefault();
        var line = wrong?.Line ?? (key is null ? 0 : config.LineOf(key.Text));
        var place = line > 0 ? string.Create(CultureInfo.InvariantCulture, $"{config.Path}:{line}: ") : config.Path + ": ";
        return new(failure.Code, failure.Message, failure)
        {
            Cause = failure.Cause,
            Problem = place + (wrong?.Problem ?? failure.Problem),
            Hint = wrong is null && key is not null
                ? key.Expected : "correct that field; 'secretskit help rules' says what each field takes",
        };
    }

    // A rule that would match, were its expression the pattern of a shell that it looks like.
    private static string? Meant(SopsConfig config, string path)
    {
        var seen = Path.GetRelativePath(config.Folder, path);
        foreach (var pattern in (config.CreationRules ?? []).Select(rule => rule.PathRegex))
        {
            if (GlobPattern.AsExpression(pattern) is { } meant && Re2.TryCompile(meant, out var expression, out _)
                && expression.IsMatch(seen))
            {
                return DisplayText.Message(
                    $"path_regex {pattern} in line {config.LineOf(pattern)} is an expression, and no pattern of a shell: write '{meant}'");
            }
        }

        return null;
    }

    /// <summary>What the expressions of rules were compared with, and what of them cannot match anything.</summary>
    internal static string Unmatched(SopsConfig config, string path)
    {
        var seen = Path.GetRelativePath(config.Folder, path);
        List<string> expressions = [.. (config.CreationRules ?? []).Select(rule => rule.PathRegex).Where(text => text.Length > 0)];
        var why = expressions.Exists(text => text.Contains(@"\\", StringComparison.Ordinal)) ? ", with / between folders, also on Windows"
            : expressions.Exists(text => text.TrimStart('^').TrimStart('\\').StartsWith("./", StringComparison.Ordinal))
                ? ", without ./ before it"
            : expressions.Exists(text => text.StartsWith("^/", StringComparison.Ordinal)) ? ", without a / before it" : "";
        return DisplayText.Message($"{seen}{why}");
    }

    // An expression that does not compile matches nothing: the file would be written with its secrets readable.
    private static void CheckPattern(SelectionFields selection, SopsConfig? config, string? shown)
    {
        if (ValueSelector.Create(selection).InvalidPattern is { } problem)
        {
            // One of them is set.
            var pattern = selection.UnencryptedRegex + selection.EncryptedRegex + selection.UnencryptedCommentRegex
                + selection.EncryptedCommentRegex;
            var line = config?.LineOf(pattern) is > 0 and var found ? string.Create(CultureInfo.InvariantCulture, $":{found}") : "";
            throw new SecretsKitException(
                ErrorCode.MalformedConfig, $"{shown}{line}: the expression that selects values does not compile: {problem}")
            {
                Hint = "correct the ..._regex field of the rule; nothing was encrypted",
            };
        }
    }

    private static SecretsKitException WithoutKeys(SopsConfig? config, string path, string? shown, string orNamed)
    {
        var (line, empty) = config?.EmptyKeysOf(path) ?? (0, []);
        return line == 0 || shown is null
            ? NoRecipients(shown, null, orNamed)
            : new(
                ErrorCode.ConfigNotFound,
                string.Create(CultureInfo.InvariantCulture, $"no recipients are known: {shown}:{line}: ")
                    + (empty.Count > 0 ? $"{string.Join(" and ", empty)} {(empty.Count == 1 ? "is" : "are")} empty"
                        : "the rule has no keys"))
            {
                Hint = $"add age, pgp or another kind of key to the rule{orNamed}",
            };
    }

    private static SecretsKitException NoRules(HostEnvironment environment, string? config, string path, string orNamed) => config is null
        ? NoRecipients(null, Misnamed(environment, path), orNamed)
        : new(ErrorCode.ConfigNotFound, $"no recipients are known: {config} has no creation_rules")
        {
            Hint = $"write the list creation_rules{orNamed}; .sops.yaml.example explains every field",
        };

    private static string? Misnamed(HostEnvironment environment, string path) =>
        WrongNames.SelectMany(name => new[] { Path.GetDirectoryName(path)!, environment.WorkingDirectory }
                .Select(folder => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);

    private static SecretsKitException NoRecipients(string? config, string? misnamed, string orNamed) =>
        config is null && misnamed is not null
        ? new(
            ErrorCode.ConfigNotFound,
            DisplayText.Message($"no recipients are known: {misnamed} is not read, because it must be called .sops.yaml"))
        {
            Hint = CommandText.Line("mv", misnamed, Path.Combine(Path.GetDirectoryName(misnamed)!, ".sops.yaml")),
        }
        : config is null
        ? new(
            ErrorCode.ConfigNotFound,
            "no recipients are known: there is no .sops.yaml in this folder or above, and none were given")
        {
            Hint = $"'secretskit keygen' makes a key and 'secretskit init' a .sops.yaml with it{orNamed}",
        }
        : new(ErrorCode.ConfigNotFound, $"no recipients are known: the matching rule in {config} has no keys")
        {
            Hint = $"add age, pgp or another kind of key to the rule{orNamed}",
        };
}

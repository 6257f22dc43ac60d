using SecretsKit.Cli.Access;
using SecretsKit.Cli.Hosting;
using SecretsKit.CommandLine.Completion;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;
using SecretsKit.Repository.Config;
using SecretsKit.Repository.Files;

namespace SecretsKit.Cli.Completion;

/// <summary>
/// Completes recipients: those of the nearest <c>.sops.yaml</c>, and of encrypted files that are named before. What was typed may be the
/// beginning of the recipient or of its name. Public keys of SSH are not offered, because they hold blanks.
/// </summary>
internal static class RecipientCandidates
{
    private static readonly Dictionary<string, KeyType> Types = new(StringComparer.Ordinal)
    {
        ["age"] = KeyType.Age,
        ["pgp"] = KeyType.Pgp,
        ["kms"] = KeyType.AwsKms,
        ["gcp-kms"] = KeyType.GcpKms,
        ["azure-kv"] = KeyType.AzureKeyVault,
        ["hc-vault-transit"] = KeyType.VaultTransit,
        ["hckms"] = KeyType.HuaweiKms,
    };

    private static readonly string[] Prefixes = ["add-", "rm-"];

    /// <summary>Adds them, if a flag takes recipients.</summary>
    /// <param name="flag">Its name, with or without dashes.</param>
    /// <param name="before">The words before it.</param>
    /// <param name="host">Where files are.</param>
    /// <param name="candidates">Filled.</param>
    public static void Add(string flag, IEnumerable<string> before, CliHost host, Candidates candidates)
    {
        var name = flag.TrimStart('-');
        var prefix = Prefixes.FirstOrDefault(known => name.StartsWith(known, StringComparison.Ordinal)) ?? "";
        if (!Types.TryGetValue(name[prefix.Length..], out var type))
        {
            return;
        }

        // --age=X and lists: what is before the last of them stays.
        var end = Math.Max(candidates.Current.LastIndexOf(','), candidates.Current.StartsWith('-') ? candidates.Current.IndexOf('=') : -1);
        var (kept, typed) = (candidates.Current[..(end + 1)], candidates.Current[(end + 1)..]);
        var files = before.Where(word => IsFile(word, host)).ToList();
        var names = RecipientNames.Of(host, files.FirstOrDefault() ?? "x");
        var found = OfFiles(host, files).Concat(prefix == "rm-" && files.Count > 0 ? [] : OfRules(host, files));
        foreach (var key in found.Where(key => key.Type == type && !key.Id.Any(char.IsWhiteSpace)))
        {
            var about = names.NameOf(key) ?? "";
            if (kept.Contains(key.Id, StringComparison.Ordinal))
            {
                continue;
            }

            if (typed.Length > 0 && about.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            {
                candidates.AddInPlace(kept + key.Id, about);
            }
            else
            {
                candidates.Add(kept + key.Id, about);
            }
        }
    }

    // What is typed may be no path at all.
    private static bool IsFile(string word, CliHost host) =>
        word is [not '-', ..] && !word.Contains('\0', StringComparison.Ordinal) && File.Exists(host.Environment.CleanPath(word));

    private static List<MasterKey> OfFiles(CliHost host, IEnumerable<string> files) => Each(
        files,
        file => EncryptedFile.Load(FileReader.Read(host.Environment, file), FileFormat.Of(null, file))
            .Metadata.KeyGroups.SelectMany(group => group.Group.Keys));

    private static List<MasterKey> OfRules(CliHost host, List<string> files)
    {
        var named = host.Environment.Variable("SOPS_CONFIG") is { Length: > 0 } path ? path : null;
        List<string> places = files.Count > 0 ? files : ["x"];
        return Each(
            places,
            place => (RuleFinder.Config(host.Environment, named, host.Environment.CleanPath(place))?.CreationRules ?? [])
                .SelectMany(rule => rule.Resolve(EncryptionContext.Empty).KeyGroups)
                .SelectMany(group => group.Keys));
    }

    private static List<MasterKey> Each(IEnumerable<string> places, Func<string, IEnumerable<MasterKey>> read)
    {
        List<MasterKey> keys = [];
        foreach (var place in places)
        {
            try
            {
                keys.AddRange(read(place));
            }
            catch (SecretsKitException)
            {
                // Somebody is typing: the command itself says what is wrong with the file or the configuration.
                continue;
            }
        }

        return keys;
    }
}

using System.Text;
using SecretsKit.Cli.Access;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Operations;
using SecretsKit.Core.Display;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;
using SecretsKit.Platform.Terminal;
using SecretsKit.Providers.Age;
using SecretsKit.Repository.Config;
using SecretsKit.Repository.Git;

namespace SecretsKit.Cli.Verbs;

/// <summary>Prepares the working directory.</summary>
internal sealed class InitHandler(VerbContext context)
{
    private const string Config = ".sops.yaml";
    private const string Ignore = ".gitignore";

    // What git shall not see, with a name that shows whether it does already: decrypted copies, and
    // what a killed process leaves beside a file.
    private static readonly (
        string Pattern,
        string Example)[] Ignored = [("*.dec", "secrets.yaml.dec"), (".*.tmp", AbandonedFiles.ExampleNames("secrets.yaml").Other)];

    // The fields of a creation rule, by type of key.
    private static readonly Dictionary<KeyType, string> Fields = new()
    {
        [KeyType.Age] = "age",
        [KeyType.Pgp] = "pgp",
        [KeyType.AwsKms] = "kms",
        [KeyType.GcpKms] = "gcp_kms",
        [KeyType.AzureKeyVault] = "azure_keyvault",
        [KeyType.VaultTransit] = "hc_vault_transit_uri",
    };

    /// <summary>Writes what is missing.</summary>
    /// <param name="choice">Who shall be able to decrypt; empty for the user's own key.</param>
    /// <param name="force">Whether a configuration is written below another one.</param>
    /// <param name="ct">Ends git.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(RecipientChoice choice, bool force, CancellationToken ct)
    {
        WriteConfig(choice, force);
        await WriteIgnoreAsync(ct);
        context.Terminal.Hint("'secretskit enc FILE' encrypts a file in place");
        return ExitCodes.Success;
    }

    private void WriteConfig(RecipientChoice choice, bool force)
    {
        if (File.Exists(context.Host.Environment.ResolvePath(Config)))
        {
            ConfigFinder.Load(context.Host.Environment, Config);
            context.Terminal.Say(choice.IsEmpty
                ? $"kept {Config}, which is there already"
                : $"kept {Config}, which is there already: add the recipients to it yourself");
            return;
        }

        RequireNoneAbove(force);
        if (choice.IsEmpty)
        {
            var own = UserKeys.Recipients(context.Host);
            choice = own.Count > 0
                ? RecipientChoice.OfAge(own)
                : throw new SecretsKitException(ErrorCode.ConfigNotFound, "there is no age key of yours yet, and no recipient given")
            {
                Hint = "make a key with 'secretskit keygen', or name recipients with --age or --pgp",
            };
        }

        Check(choice.ToGroup());
        Output.Write(context.Host, Config, Encoding.UTF8.GetBytes(ConfigText(choice)), FileContentKind.Public, FileSnapshot.Missing);
        context.Terminal.Say($"wrote {Config}", TextStyle.Good);
    }

    // The nearest configuration counts alone: the rules of the one above would silently end here.
    private void RequireNoneAbove(bool force)
    {
        if (Above() is not { } above)
        {
            return;
        }

        if (!force)
        {
            throw new SecretsKitException(ErrorCode.FileUnwritable, $"{above} rules this folder already")
            {
                Hint = "add a rule with a path_regex to it; --force writes a .sops.yaml here all the same, and then the rules above no " +
                    "longer count for the files of this folder",
            };
        }

        context.Terminal.Say(
            $"warning: {above} no longer counts for the files of this folder: the nearest .sops.yaml counts alone", TextStyle.Warning);
    }

    private string? Above()
    {
        try
        {
            var environment = context.Host.Environment;
            return ConfigFinder.Search(environment, "..").Path is { } found ? environment.CleanPath(found) : null;
        }
        catch (SecretsKitException failure) when (failure.Code == ErrorCode.UntrustedConfig)
        {
            return null; // No command uses that one.
        }
    }

    // A recipient that nobody can encrypt for would be noticed with the first file, by somebody else.
    private static void Check(KeyGroup group)
    {
        if (group.Keys.OfType<PgpMasterKey>().FirstOrDefault(key => !RecipientCheck.IsFingerprint(key.Fingerprint)) is { } pgp)
        {
            throw new SecretsKitException(ErrorCode.Usage, $"\"{pgp.Fingerprint}\" is no fingerprint of a PGP key")
            {
                Hint = $"{CommandText.Line("gpg", "--list-keys", pgp.Fingerprint)} shows it: 40 digits and letters",
            };
        }

        foreach (var key in group.Keys.Where(key => key.Type == KeyType.Age))
        {
            try
            {
                AgeRecipient.Parse(key.Id);
            }
            catch (AgeException failure)
            {
                throw new SecretsKitException(ErrorCode.Usage, failure.Message, failure)
                {
                    Hint = "a recipient is the public half of a key, age1...; 'secretskit keygen -y FILE' prints it",
                };
            }
        }
    }

    private static string ConfigText(RecipientChoice choice)
    {
        var text = new StringBuilder();
        text.Append("# Who can decrypt the files below this folder. The first rule whose path_regex matches counts; without one, a rule " +
            "matches all files.\n");
        text.Append("# A change here does not change files that are encrypted already.\n");
        text.Append("creation_rules:\n");
        var lead = "  - ";
        foreach (var (type, list) in choice.Lists.Where(list => list.Value.Length > 0))
        {
            text.Append(lead).Append(Fields[type]).Append(": ").Append(Quoted(list)).Append('\n');
            lead = "    ";
        }

        return text.ToString();
    }

    // Fingerprints of digits alone would be read as numbers.
    private static string Quoted(string list) =>
        "\"" + list.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";

    private async Task WriteIgnoreAsync(CancellationToken ct)
    {
        var environment = context.Host.Environment;
        var exists = File.Exists(environment.ResolvePath(Ignore));
        var before = exists ? FileReader.Read(environment, Ignore) : [];
        var lines = Encoding.UTF8.GetString(before).Split('\n');
        var missing = new List<string>();
        foreach (var (pattern, example) in Ignored)
        {
            if (!lines.Any(line => line.Trim() == pattern)
                && await GitIgnore.CoversAsync(context.Host.Environment, environment.CleanPath(example), ct) != true)
            {
                missing.Add(pattern);
            }
        }

        if (missing.Count == 0)
        {
            context.Terminal.Say($"{string.Join(" and ", Ignored.Select(entry => entry.Pattern))} are ignored by git already");
            return;
        }

        var separator = before.Length > 0 && before[^1] != '\n' ? "\n" : "";
        Output.WriteDerived(
            context.Host, Ignore, (
                byte[])[.. before, .. Encoding.UTF8.GetBytes(separator + string.Concat(missing.Select(pattern => pattern + "\n")))],
            FileContentKind.Public, exists ? FileSnapshot.Of(before) : FileSnapshot.Missing);
        context.Terminal.Say($"added {string.Join(" and ", missing)} to {Ignore}", TextStyle.Good);
    }
}

using SecretsKit.Core.Envelope.Config;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Cli.Framework;

/// <summary>What <c>help TOPIC</c> explains beside the verbs.</summary>
internal static class HelpTopics
{
    private const int NameColumn = 28;

    /// <summary>The topics, in the order of the help.</summary>
    public static IReadOnlyList<(string Name, string About)> All { get; } =
    [
        ("keys", "where private keys are looked for"),
        ("paths", "how places in files are written"),
        ("rules", "the fields of .sops.yaml"),
        ("exit-codes", "what exit codes say"),
        ("json", "what --output json prints"),
        ("variables", "variables of the environment"),
    ];

    /// <summary>Writes a topic.</summary>
    /// <returns>Whether there is one of that name.</returns>
    public static bool TryWrite(string name, Action<string, TextStyle> line, int width)
    {
        switch (name)
        {
            case "keys":
                Rows(line, width, "Private keys are looked for in this order; all that are found are tried:", Keys);
                Rows(line, width, "Others:", OtherKeys);
                return true;
            case "paths":
                Rows(line, width, "Places in files, for set, unset, view --extract and exec-env --extract:", Paths);
                return true;
            case "rules":
                line(".sops.yaml says who can decrypt new files. It is searched from the folder of a", TextStyle.Plain);
                line("file upward; the nearest one counts alone.", TextStyle.Plain);
                Fields(line, width, "At the top:", ConfigFields.Root);
                Fields(line, width, "A rule under creation_rules:", ConfigFields.CreationRule);
                Fields(line, width, "A group under key_groups:", ConfigFields.KeyGroup);
                Fields(line, width, "A rule under destination_rules:", ConfigFields.DestinationRule);
                return true;
            case "exit-codes":
                Rows(line, width, "Exit codes of our own verbs:", ExitCodeRows);
                line("", TextStyle.Plain);
                line("'secretskit sops', 'helm', 'secrets' and 'kubeconform' end as those tools do.", TextStyle.Plain);
                return true;
            case "json":
                Rows(line, width, "--output json prints one object on a line, for each file or for the run:", Json);
                line("", TextStyle.Plain);
                line("Fields may be added; those that are there keep their name, type and meaning.", TextStyle.Plain);
                line("JSON schemas of all of them are in docs/reference/json of the sources.", TextStyle.Plain);
                return true;
            case "variables":
                foreach (var group in KnownVariables.All)
                {
                    Rows(line, width, group.Title, group.Rows);
                }

                return true;
            default:
                return false;
        }
    }

    /// <summary>Exit codes of our own verbs.</summary>
    public static IReadOnlyList<(string Code, string Meaning)> ExitCodeRows { get; } =
    [
        ("0", "done; also where nothing had to be done"),
        ("1", "failed: nothing was written, or of several files some were not"),
        ("2", "differences or findings, where they were asked for: check, updatekeys --exit-code, diff --detailed-exitcode"),
        ("3", "plan apply: the release or an object of it changed since the plan was made"),
        ("64", "the command line is wrong"),
        ("126, 127", "exec-env, exec-file: the command cannot be run, or is not there"),
        ("130", "interrupted"),
        ("other", "exec-env and exec-file end as their command does"),
    ];

    private static (string, string)[] Keys =>
    [
        Variable("SOPS_AGE_SSH_PRIVATE_KEY_FILE"),
        Variable("SOPS_AGE_SSH_PRIVATE_KEY_CMD"),
        ("~/.ssh/id_ed25519, id_rsa", "private SSH keys"),
        Variable("SOPS_AGE_KEY"),
        Variable("SOPS_AGE_KEY_FILE"),
        Variable("SOPS_AGE_KEY_CMD"),
        ("~/.config/sops/age/keys.txt", "age identities; below XDG_CONFIG_HOME if that is set"),
    ];

    private static readonly (string, string)[] OtherKeys =
    [
        ("gpg", "PGP keys are those of gpg; SOPS_GPG_EXEC names another program"),
        ("clouds and Vault", "credentials come from where the vendors' own tools take them"),
        ("'secretskit doctor'", "shows what is found, and why others are not"),
    ];

    /// <summary>How places in files are written.</summary>
    public static IReadOnlyList<(string Path, string About)> Paths { get; } =
    [
        ("database.users[0].name", "keys with dots between them; positions count values from 0"),
        ("tls[\"ca.crt\"]", "a key that holds dots, in quotes; so also = and :"),
        ("tls.ca\\.crt", "the same with a backslash"),
        ("[\"database\"][\"users\"][0]", "as sops writes it: positions count comments, too"),
    ];

    /// <summary>What JSON our own verbs print.</summary>
    public static IReadOnlyList<(string Verb, string Fields)> Json { get; } =
    [
        ("filestatus", "file, encrypted, version, lastmodified, signature: status, signer, key; opens, threshold, groups[].keys[]: "
            + "type, id, name, held"),
        ("groups list", "file, threshold, groups[].keys[]: type, id, name"),
        ("updatekeys", "file, status, error, oldThreshold, newThreshold, groups[]: kept, added, removed"),
        ("rotate", "file, status, outsideRule, error"),
        ("check", "version, summary, findings[]: rule, level, path, line, column, name, message, nextStep"),
        ("doctor", "format, version, findings[]: topic, level, text, hint"),
        ("version", "version, platform"),
        ("lint", "version, summary, findings[]: rule, level, path, line, message, nextStep"),
        ("values", "the values; with --origin format, values[]: path, value, origins[]: source, value; warnings[]"),
        ("validate", "resources[]: filename, kind, name, version, status, msg, validationErrors[]: path, msg; summary"),
        ("diff", "change, api, kind, namespace, name, diff"),
        ("plan show", "operation, release, namespace, server, clusterUid, madeAt, madeBy, expiresAt, fromRevision, fromStatus, "
            + "toRevision, objects, hooks[], order[], definitions[], changes[]"),
        ("secret get", "name, property, version, masked, keys[]; with --show value, or values"),
        ("secret list", "name, masked, keys[]; with --show value"),
        ("secret diff", "name, change, keys[]: name, change"),
        ("sync --report", "namespace, name, secret, target, action, keys[], changes[]: field, change; error, hint, message"),
        ("sync explain", "namespace, name, file, secret, keys[], values[] and templates[]: key, row, store, provider, remote, property, "
            + "version, metadata, decoding, renamedFrom, uses[], problem, hint; notes[], fails"),
        ("sync lint", "version, summary, findings[]: rule, level, path, line, column, name, message, nextStep"),
        ("sync compare", "namespace, name, result, reason, differences[]: part, field, problem"),
        ("pipeline explain", "release, namespace, revision, status, description, healthy, objects[], quotas[], warnings[], unreadable[]"),
        ("pipeline rbac check", "release, namespace, account, ok, needed, missing[], excess[], notes[]"),
        ("pipeline timeout", "neededSeconds, suggested, timeout, ok, workloads[]"),
        ("pipeline recover", "release, namespace, condition, revision, status, holder, stuck, repaired, now"),
        ("pipeline crds diff", "differs, definitions[]: name, file, change, refusals[]"),
    ];

    private static (string Name, string About) Variable(string name) => (name, KnownVariables.About(name));

    private static void Fields(Action<string, TextStyle> line, int width, string title, IReadOnlyList<ConfigField> fields) =>
        Rows(line, width, title, fields.Select(field => (field.Name, $"{field.About} ({field.KindText})")));

    private static void Rows(Action<string, TextStyle> line, int width, string title, IEnumerable<(string Name, string About)> rows) =>
        VerbHelp.Section(line, width, title, rows, NameColumn);
}

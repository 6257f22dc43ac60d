using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;
using SecretsKit.Platform.Processes;
using SecretsKit.Repository.Config;
using SecretsKit.Repository.Git;

namespace SecretsKit.Cli.Access;

/// <summary>
/// Whose recipients are: names from <c>.sops.yaml</c> and a file of names beside it, and user ids of PGP keys. Names are what somebody
/// wrote; the recipient is always shown with them.
/// </summary>
internal sealed class RecipientNames
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private string? _config;

    /// <summary>No recipient has a name.</summary>
    public static RecipientNames None { get; } = new();

    /// <summary>The names that count for a file: those of its nearest configuration.</summary>
    /// <param name="host">Files.</param>
    /// <param name="file">As typed.</param>
    /// <param name="named">The configuration that was named, or null to search.</param>
    public static RecipientNames Of(CliHost host, string file, string? named = null)
    {
        try
        {
            var config = named ?? (host.Environment.Variable("SOPS_CONFIG") is { Length: > 0 } variable ? variable : null)
                ?? RuleFinder.Search(host.Environment, host.Environment.CleanPath(file));
            return config is null ? new() : OfConfig(host, config, FileReader.Read(host.Environment, config));
        }
        catch (SecretsKitException failure) when (failure.Code != ErrorCode.Cancelled)
        {
            return new(); // Names are a help: what needs the configuration itself reports it.
        }
    }

    /// <summary>The names of a configuration that was read.</summary>
    /// <param name="host">Files.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="content">What it holds.</param>
    public static RecipientNames OfConfig(CliHost host, string path, byte[] content)
    {
        var names = new RecipientNames { _config = host.Environment.CleanPath(path) };
        names.Add(NamedRecipients.OfConfig(content));
        var list = Path.Combine(Path.GetDirectoryName(host.Environment.CleanPath(path))!, NamedRecipients.FileName);
        if (File.Exists(list))
        {
            try
            {
                names.Add(NamedRecipients.OfList(System.Text.Encoding.UTF8.GetString(FileReader.Read(host.Environment, list))));
            }
            catch (SecretsKitException failure) when (failure.Code != ErrorCode.Cancelled)
            {
                return names; // As above.
            }
        }

        return names;
    }

    /// <summary>Looks up the user ids of PGP keys that have no name yet.</summary>
    /// <param name="host">Runs gpg.</param>
    /// <param name="keys">Recipients.</param>
    /// <param name="ct">Ends gpg.</param>
    public async Task AddUserIdsAsync(CliHost host, IEnumerable<MasterKey> keys, CancellationToken ct)
    {
        if (ReferenceEquals(this, None))
        {
            return;
        }

        foreach (var key in keys.OfType<PgpMasterKey>().Where(key => NameOf(key) is null).DistinctBy(key => key.Fingerprint).ToList())
        {
            if (await UserIdAsync(host, key.Fingerprint, ct) is { } name)
            {
                _names[NamedRecipients.Normal(key.Id)] = name;
            }
        }
    }

    /// <summary>Looks in the last committed configuration for names that are missing: whoever leaves was just taken out of it.</summary>
    /// <param name="host">Runs git.</param>
    /// <param name="keys">Recipients.</param>
    /// <param name="ct">Ends git.</param>
    public async Task AddCommittedAsync(CliHost host, IEnumerable<MasterKey> keys, CancellationToken ct)
    {
        List<MasterKey> unnamed = [.. keys.Where(key => NameOf(key) is null)];
        if (unnamed.Count == 0 || _config is null)
        {
            return;
        }

        var before = await CommittedAsync(host, _config, ct);
        foreach (var id in unnamed.Select(key => NamedRecipients.Normal(key.Id)))
        {
            if (before.TryGetValue(id, out var name))
            {
                _names[id] = name;
            }
        }
    }

    /// <summary>The name of a recipient, or null.</summary>
    public string? NameOf(MasterKey key) => _names.GetValueOrDefault(NamedRecipients.Normal(key.Id));

    /// <summary>A recipient for a list: its name, if there is one, then type and id.</summary>
    public string Of(MasterKey key) => Of(key, AccessText.Of(key));

    /// <summary>The same where a long id is cut.</summary>
    public string Short(MasterKey key) => Of(key, AccessText.Short(key));

    /// <summary>The name behind a recipient in a list: two blanks and the name; empty where there is none.</summary>
    public string Behind(MasterKey key) => NameOf(key) is { } name ? "  " + name : "";

    private string Of(MasterKey key, string text) => NameOf(key) is { } name ? $"{name} ({text})" : text;

    private void Add(IReadOnlyDictionary<string, string> names)
    {
        foreach (var (recipient, name) in names)
        {
            _names[recipient] = name;
        }
    }

    private static async Task<IReadOnlyDictionary<string, string>> CommittedAsync(CliHost host, string config, CancellationToken ct)
    {
        try
        {
            var git = new GitCommand(host.Environment, Path.GetDirectoryName(config)!);
            var (exit, output, _) = await git.TryAsync(["show", "HEAD:./" + Path.GetFileName(config)], ct);
            return exit == 0 ? NamedRecipients.OfConfig(output) : new Dictionary<string, string>();
        }
        catch (Exception failure) when (failure is ProcessStartException or SecretsKitException { Code: not ErrorCode.Cancelled })
        {
            return new Dictionary<string, string>();
        }
    }

    private static async Task<string?> UserIdAsync(CliHost host, string fingerprint, CancellationToken ct)
    {
        try
        {
            var gpg = host.Environment.Variable("SOPS_GPG_EXEC") is { Length: > 0 } named ? named : "gpg";
            using var result = await new ProcessRunner().RunAsync(
                new ProcessRequest
                {
                    Program = gpg,
                    Arguments = ["--batch", "--no-tty", "--with-colons", "--list-keys", fingerprint],
                    Environment = host.Environment,
                },
                ct);
            return !result.Succeeded ? null : System.Text.Encoding.UTF8.GetString(result.Output.Span).Split('\n')
                .Select(line => line.Split(':'))
                .Where(fields => fields.Length > 9 && fields[0] == "uid" && fields[9].Length > 0)
                .Select(fields => fields[9].Replace("\\x3a", ":", StringComparison.Ordinal))
                .FirstOrDefault();
        }
        catch (Exception failure) when (failure is ProcessStartException or SecretsKitException { Code: ErrorCode.LimitExceeded })
        {
            return null;
        }
    }
}

using SecretsKit.Core.Crypto;
using SecretsKit.Platform;
using SecretsKit.Platform.Processes;
using SecretsKit.Platform.Terminal;
using SecretsKit.Providers.Age.Agent;
using SecretsKit.Providers.Age.Plugins;

namespace SecretsKit.Providers.Age;

/// <summary>
/// Collects identities from every place where sops looks for them (spec sops.md 7.3): the SSH key files and command, the variables, the key
/// file, the key command and the user's <c>keys.txt</c>. Nothing is read before the first file is
/// to be opened, and nothing twice; a command runs once for each recipient, because it gets the wanted one as an argument. An
/// unreadable source never stops the others. Safe for concurrent use. Disposing wipes all identities, those in use once their set is
/// released.
/// </summary>
public sealed class AgeIdentitySources : IAgeIdentities, IDisposable
{
    private const string SshKeyFile = "SOPS_AGE_SSH_PRIVATE_KEY_FILE";
    private const string SshKeyCommand = "SOPS_AGE_SSH_PRIVATE_KEY_CMD";
    private const string Key = "SOPS_AGE_KEY";
    private const string KeyFile = "SOPS_AGE_KEY_FILE";
    private const string KeyCommand = "SOPS_AGE_KEY_CMD";

    private readonly HostEnvironment _environment;
    private readonly AgeSourceReader _reader;
    private readonly Dictionary<(string Location, string? Recipient), AgeSourceResult> _results = [];
    private readonly SharedAgeIdentities _identities = new([]);

    // Never disposed, because a source may be read at that moment; it holds nothing of the system.
    private readonly SemaphoreSlim _gate = new(1);

    /// <summary>Sources of one run.</summary>
    /// <param name="environment">
    /// Variables, home and configuration folders, and the working directory that relative paths start from.
    /// </param>
    /// <param name="processes">Runs the key commands.</param>
    /// <param name="prompt">Asks for the passphrases of identity files.</param>
    /// <param name="plugins">Start the plugins that identities name.</param>
    /// <param name="random">Blinds operations with RSA keys.</param>
    /// <param name="clock">Times out gpg-agent.</param>
    public AgeIdentitySources(
        HostEnvironment environment, IProcessRunner processes, IPassphrasePrompt prompt, AgePlugins plugins, RandomFill random,
            TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(environment);
        _environment = environment;
        var agent = new GpgAgent(environment, processes, clock);
        _reader = new AgeSourceReader(environment, processes, prompt, new IdentityPassphrase(agent, prompt), plugins, random);
    }

    /// <inheritdoc/>
    public void Dispose() => _identities.Close();

    /// <inheritdoc/>
    public async ValueTask<AgeIdentitySet> LoadAsync(string recipient, CancellationToken ct)
    {
        var set = new AgeIdentitySet(_identities);
        try
        {
            await _gate.WaitAsync(ct);
            try
            {
                await FillAsync(set, recipient, ct);
                return set;
            }
            finally
            {
                _gate.Release();
            }
        }
        catch
        {
            set.Dispose();
            throw;
        }
    }

    private async ValueTask FillAsync(AgeIdentitySet set, string recipient, CancellationToken ct)
    {
        await AddSshKeysAsync(set, recipient, ct);
        if (_environment.Variable(Key) is { } key)
        {
            set.AddSource(Key, Once(Key, () => _reader.ReadVariable(Key, key)));
        }
        else
        {
            set.AddUnused(Key);
        }

        AddKeyFile(set);
        await AddKeyCommandAsync(set, recipient, ct);
        AddUserFile(set);
    }

    private static void AddSsh(AgeIdentitySet set, AgeSourceResult result)
    {
        set.Add(result.Identities);
        if (result.Error is not null)
        {
            set.AddError(result);
        }
    }

    private async ValueTask AddSshKeysAsync(AgeIdentitySet set, string recipient, CancellationToken ct)
    {
        if (_environment.Variable(SshKeyFile) is { } path)
        {
            AddSsh(set, Once(SshKeyFile, () => _reader.ReadSshKey(path)));
        }
        else
        {
            set.AddUnused(SshKeyFile);
        }

        if (_environment.Variable(SshKeyCommand) is { } command)
        {
            AddSsh(set, await OnceAsync(SshKeyCommand, recipient, () => _reader.RunSshCommandAsync(SshKeyCommand, command, recipient, ct)));
        }
        else
        {
            set.AddUnused(SshKeyCommand);
        }

        if (_environment.HomeDirectory is not { } home)
        {
            set.AddError("$HOME is not defined");
            return;
        }

        foreach (var name in (ReadOnlySpan<string>)["id_ed25519", "id_rsa"])
        {
            var file = Path.Join(home, ".ssh", name);
            if (File.Exists(_environment.ResolvePath(file)) || Directory.Exists(_environment.ResolvePath(file)))
            {
                AddSsh(set, Once(file, () => _reader.ReadSshKey(file)));
            }
            else
            {
                set.AddUnused(file);
            }
        }
    }

    private void AddKeyFile(AgeIdentitySet set)
    {
        if (_environment.Variable(KeyFile) is { } path)
        {
            AddOpened(set, KeyFile, Once(KeyFile, () => _reader.ReadKeyFile(KeyFile, path, $"failed to open {KeyFile} file: ")));
        }
        else
        {
            set.AddUnused(KeyFile);
        }
    }

    private async ValueTask AddKeyCommandAsync(AgeIdentitySet set, string recipient, CancellationToken ct)
    {
        if (_environment.Variable(KeyCommand) is { } command)
        {
            AddOpened(
                set,
                KeyCommand,
                await OnceAsync(KeyCommand, recipient, () => _reader.RunKeyCommandAsync(KeyCommand, command, recipient, ct)));
        }
        else
        {
            set.AddUnused(KeyCommand);
        }
    }

    /// <summary>The user's file is missing for most people: it is worth a word only when there is nothing else.</summary>
    private void AddUserFile(AgeIdentitySet set)
    {
        var alone = !set.AnythingToRead && set.Identities.Count == 0;
        if (UserFile(out var problem) is not { } file)
        {
            if (alone)
            {
                set.AddError($"user config directory could not be determined: {problem}");
            }

            return;
        }

        if (File.Exists(file) || Directory.Exists(file))
        {
            AddOpened(set, file, Once(file, () => _reader.ReadKeyFile(file, file, "failed to open file: ")));
        }
        else if (alone)
        {
            set.AddUnused(file);
        }
    }

    private string? UserFile(out string problem)
    {
        problem = "";
        if (_environment.UserConfigDirectory is not { } folder)
        {
            problem = OperatingSystem.IsWindows() ? "%AppData% is not defined" : "neither $XDG_CONFIG_HOME nor $HOME are defined";
            return null;
        }

        if (!Path.IsPathRooted(folder) && !OperatingSystem.IsMacOS())
        {
            problem = "path in $XDG_CONFIG_HOME is relative";
            return null;
        }

        return Path.Join(folder, "sops", "age", "keys.txt");
    }

    private static void AddOpened(AgeIdentitySet set, string location, AgeSourceResult result)
    {
        if (result.Opened)
        {
            set.AddSource(location, result);
        }
        else
        {
            set.AddError(result);
        }
    }

    private AgeSourceResult Once(string location, Func<AgeSourceResult> read)
    {
        if (!_results.TryGetValue((location, null), out var result))
        {
            _results[(location, null)] = result = read();
            _identities.Add(result.Identities);
        }

        return result;
    }

    private async ValueTask<AgeSourceResult> OnceAsync(string location, string recipient, Func<ValueTask<AgeSourceResult>> read)
    {
        if (!_results.TryGetValue((location, recipient), out var result))
        {
            _results[(location, recipient)] = result = await read();
            _identities.Add(result.Identities);
        }

        return result;
    }
}

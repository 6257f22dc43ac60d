using System.Security.Cryptography;
using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Platform;
using SecretsKit.Platform.Processes;
using SecretsKit.Platform.Terminal;
using SecretsKit.Providers.Age.Format;
using SecretsKit.Providers.Age.Plugins;
using SecretsKit.Providers.Age.Ssh;

namespace SecretsKit.Providers.Age;

/// <summary>Reads one source of identities; every failure becomes a text to report.</summary>
internal sealed class AgeSourceReader(
    HostEnvironment environment, IProcessRunner processes, IPassphrasePrompt prompt, IdentityPassphrase passphrase, AgePlugins plugins,
        RandomFill random)
{
    private const string RecipientVariable = "SOPS_AGE_RECIPIENT";

    /// <summary>Identities in a variable, of which several may be on a line.</summary>
    public AgeSourceResult ReadVariable(string name, string value)
    {
        var text = GC.AllocateUninitializedArray<byte>(Encoding.UTF8.GetByteCount(value), pinned: true);
        Encoding.UTF8.GetBytes(value, text);
        return ParseText(name, text, severalPerLine: true);
    }

    /// <summary>A file of identities.</summary>
    public AgeSourceResult ReadKeyFile(string location, string path, string opening)
    {
        var text = ReadFile(path, opening, out var failure);
        return text is null ? failure! : ParseText(location, text, severalPerLine: false);
    }

    /// <summary>A program that prints identities.</summary>
    public async ValueTask<AgeSourceResult> RunKeyCommandAsync(string location, string command, string recipient, CancellationToken ct)
    {
        try
        {
            return ParseText(location, await RunAsync(command, recipient, ct), severalPerLine: false);
        }
        catch (SecretsKitException e) when (e is not AgeException)
        {
            return AgeSourceResult.FailedCommand(command, e.Message);
        }
    }

    /// <summary>
    /// An SSH private key file. One behind a passphrase names its public half itself, or has it beside it as <c>PATH.pub</c>.
    /// </summary>
    public AgeSourceResult ReadSshKey(string path)
    {
        var text = ReadFile(path, "failed to open file: ", out var failure);
        return text is null ? failure! : ParseSsh(Quoted.Of(path), text, key =>
            new ProtectedSshIdentity([.. text], key ?? ReadPublicKey(path), Quoted.Of(path), prompt, random));
    }

    /// <summary>A program that prints an SSH private key.</summary>
    public async ValueTask<AgeSourceResult> RunSshCommandAsync(string location, string command, string recipient, CancellationToken ct)
    {
        try
        {
            return ParseSsh(Quoted.Of(location), await RunAsync(command, recipient, ct), protect: null);
        }
        catch (SecretsKitException e) when (e is not AgeException)
        {
            return AgeSourceResult.FailedCommand(command, e.Message);
        }
    }

    private AgeSourceResult ParseText(string location, byte[] text, bool severalPerLine)
    {
        try
        {
            if (AgeKeygen.IsProtected(text))
            {
                // The file outlives this call, and is no secret without its passphrase.
                var encoding = text[0] == (byte)'-' ? AgeEncoding.Armor : AgeEncoding.Binary;
                return new([new ProtectedIdentityFile([.. text], encoding, location, passphrase, plugins)], null);
            }

            return new(AgeIdentityFile.ParseSource(text, severalPerLine, plugins), null);
        }
        catch (AgeException e)
        {
            return AgeSourceResult.Failed($"failed to parse '{location}' age identities: {e.Message}");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }

    private AgeSshKey ReadPublicKey(string path)
    {
        var text = ReadFile(path + ".pub", "", out var failure)
            ?? throw new AgeException(AgeFailure.Identity, $"failed to obtain public key for {Quoted.Of(path)} SSH key: {failure!.Error}");
        return AgeSshKey.ParseLine(Encoding.UTF8.GetString(text).Trim());
    }

    private AgeSourceResult ParseSsh(string quotedLocation, byte[] text, Func<AgeSshKey?, AgeIdentity>? protect)
    {
        try
        {
            return new([protect is null ? SshPrivateKeys.Parse(text, random) : SshPrivateKeys.Parse(text, random, protect)], null);
        }
        catch (AgeException e)
        {
            return AgeSourceResult.Failed($"malformed SSH identity in {quotedLocation}: {e.Message}");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }

    private byte[]? ReadFile(string path, string opening, out AgeSourceResult? failure)
    {
        try
        {
            failure = null;
            return SecretFile.Read(environment.ResolvePath(path), AgeLimits.MaxIdentityFileBytes)
                ?? throw new AgeException(AgeFailure.Identity, "file too long");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            failure = AgeSourceResult.Failed(opening + SecretFile.Explain(path, e), opened: false);
        }
        catch (AgeException e)
        {
            failure = AgeSourceResult.Failed($"failed to read '{path}': {e.Message}");
        }

        return null;
    }

    private async ValueTask<byte[]> RunAsync(string command, string recipient, CancellationToken ct)
    {
        var words = WordSplitter.Split(command);
        if (words.Count == 0)
        {
            throw new SecretsKitException(ErrorCode.ProcessFailed, "no command");
        }

        using var result = await processes.RunAsync(
            new ProcessRequest
            {
                Program = words[0],
                Arguments = [.. words.Skip(1)],
                Environment = environment,
                Variables = [new(RecipientVariable, new ByteString(recipient))],
                InputFrom = StreamRoute.Null,
                ErrorTo = StreamRoute.Null,
                OutputLimit = AgeLimits.MaxIdentityFileBytes,
            },
            ct);
        if (!result.Succeeded)
        {
            throw new SecretsKitException(ErrorCode.ProcessFailed, result.Describe());
        }

        var output = GC.AllocateUninitializedArray<byte>(result.Output.Length, pinned: true);
        result.Output.CopyTo(output);
        return output;
    }
}

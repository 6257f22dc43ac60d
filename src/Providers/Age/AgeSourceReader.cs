using System.Security.Cryptography;
using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Platform;
using SecretsKit.Platform.Processes;
using SecretsKit.Providers.Age.Format;
using SecretsKit.Providers.Age.Ssh;

namespace SecretsKit.Providers.Age;

/// <summary>Reads one source of identities; every failure becomes a text to report.</summary>
internal sealed class AgeSourceReader(HostEnvironment environment, IProcessRunner processes, IdentityPassphrase passphrase, RandomFill random)
{
    private const string RecipientVariable = "SOPS_AGE_RECIPIENT";

    /// <summary>Identities in a variable, which may stand several on a line.</summary>
    public AgeSourceResult ReadVariable(string name, string value)
    {
        var text = GC.AllocateUninitializedArray<byte>(Encoding.UTF8.GetByteCount(value), pinned: true);
        Encoding.UTF8.GetBytes(value, text);
        return ParseText(name, text, severalPerLine: true, passphrase);
    }

    /// <summary>A file of identities.</summary>
    public AgeSourceResult ReadKeyFile(string location, string path, string opening)
    {
        var text = ReadFile(path, opening, out var failure);
        return text is null ? failure! : ParseText(location, text, severalPerLine: false, passphrase);
    }

    /// <summary>A program that prints identities.</summary>
    public async ValueTask<AgeSourceResult> RunKeyCommandAsync(string location, string command, string recipient, CancellationToken ct)
    {
        try
        {
            return ParseText(location, await RunAsync(command, recipient, ct), severalPerLine: false, passphrase);
        }
        catch (SecretsKitException e) when (e is not AgeException)
        {
            return AgeSourceResult.Failed($"failed to execute command {command}: {e.Message}", opened: false);
        }
    }

    /// <summary>An SSH private key file.</summary>
    public AgeSourceResult ReadSshKey(string path)
    {
        var text = ReadFile(path, "failed to open file: ", out var failure);
        return text is null ? failure! : ParseSsh(Quoted.Of(path), text);
    }

    /// <summary>A program that prints an SSH private key.</summary>
    public async ValueTask<AgeSourceResult> RunSshCommandAsync(string location, string command, string recipient, CancellationToken ct)
    {
        try
        {
            return ParseSsh(Quoted.Of(location), await RunAsync(command, recipient, ct));
        }
        catch (SecretsKitException e) when (e is not AgeException)
        {
            return AgeSourceResult.Failed($"failed to execute command {command}: {e.Message}", opened: false);
        }
    }

    private static AgeSourceResult ParseText(string location, byte[] text, bool severalPerLine, IdentityPassphrase passphrase)
    {
        try
        {
            if (text.AsSpan().StartsWith("age-encryption"u8) || text.AsSpan().StartsWith("-----BEGIN AGE"u8))
            {
                // The file outlives this call, and is no secret without its passphrase.
                var encoding = text[0] == (byte)'-' ? AgeEncoding.Armor : AgeEncoding.Binary;
                return new([new ProtectedIdentityFile([.. text], encoding, location, passphrase)], null);
            }

            return new(AgeIdentityFile.ParseSource(text, severalPerLine), null);
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

    private AgeSourceResult ParseSsh(string quotedLocation, byte[] text)
    {
        try
        {
            return new([SshPrivateKeys.Parse(text, random)], null);
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
            return SecretFile.Read(environment.ResolvePath(path), AgeLimits.MaxIdentityFileBytes);
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

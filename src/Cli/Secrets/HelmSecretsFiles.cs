using System.Security.Cryptography;
using System.Text;
using SecretsKit.Cli.Hosting;
using SecretsKit.Cli.Operations;
using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;
using SecretsKit.Platform.Http;
using SecretsKit.Repository.Files;
using SecretsKit.Repository.Git;

namespace SecretsKit.Cli.Secrets;

/// <summary>The commands on files. Each is one call of sops, made in process with the same words.</summary>
internal sealed class HelmSecretsFiles(HelmSecretsSession session)
{
    private readonly CliHost _host = session.Host;
    private readonly string _backend = session.Options.Backend;
    private readonly ValuesReader _reader = new(session);

    /// <summary><c>encrypt [-i] FILE</c>: to standard output, or in place.</summary>
    public Task EncryptAsync(string[] words, CancellationToken ct)
    {
        var (file, flags) = Read("encrypt", words);
        return EncryptAsync(file, flags.Contains(HelmSecretsFlags.InPlace), ct);
    }

    /// <summary>
    /// <c>enc FILE</c> of the 3.x releases, with messages: in place, or from the decrypted copy beside it, if there is one. The copy stays.
    /// </summary>
    public async Task EncryptInPlaceAsync(string[] words, CancellationToken ct)
    {
        var (file, _) = Read("enc", words);
        session.Tell($"Encrypting {file}");
        if (_backend == SecretBackend.Sops && session.Copies.For(file) is var copy && File.Exists(_host.Environment.ResolvePath(copy)))
        {
            await new DecryptedCopy(session, InFolderOf(file)).EncryptAsync(copy, file, _reader.Content(file)!, ct);
            session.Tell($"Encrypted {copy} to {file}");
            return;
        }

        await EncryptAsync(file, true, ct);
        session.Tell($"Encrypted {file}");
    }

    /// <summary><c>decrypt [-i] [--terraform] FILE</c>, and <c>view FILE</c> of the 3.x releases.</summary>
    public async Task DecryptAsync(string[] words, CancellationToken ct)
    {
        var (file, flags) = Read("decrypt", words);
        if (flags.Contains(HelmSecretsFlags.Terraform))
        {
            Output.Print(
                _host, Encoding.UTF8.GetBytes($"{{\"content_base64\":\"{Convert.ToBase64String(await PlaintextAsync(file, ct))}\"}}"));
        }
        else if (!flags.Contains(HelmSecretsFlags.InPlace))
        {
            Output.PrintPlaintext(_host, await PlaintextAsync(file, ct));
        }
        else if (session.Options.SkipDecrypt)
        {
            session.TellSkipped(file);
        }
        else if (_backend != SecretBackend.Noop)
        {
            var snapshot = FileSnapshot.Of(_reader.Content(file)!);
            await UsePlaintextAsync(file, plain => Output.Write(_host, file, plain, FileContentKind.Plaintext, snapshot), ct);
        }
    }

    /// <summary><c>dec FILE</c> of the 3.x releases: to <c>FILE.dec</c> (see <see cref="CopyName"/>), with messages.</summary>
    public async Task DecryptBesideAsync(string[] words, CancellationToken ct)
    {
        var (file, _) = Read("dec", words);
        var copy = session.Copies.For(file);
        if (session.Options.SkipDecrypt)
        {
            session.TellSkipped(file);
            return;
        }

        session.Tell($"Decrypting {file}");
        await UsePlaintextAsync(file, plain => Output.WriteDerived(_host, copy, plain, FileContentKind.Plaintext), ct);
        session.Tell($"Decrypted {file} to {copy}");
        if (await GitIgnore.CoversAsync(_host.Environment, _host.Environment.CleanPath(copy), ct) == false)
        {
            session.Say($"warning: git does not ignore {copy}; 'secretskit init' adds *.dec to .gitignore");
        }
    }

    /// <summary><c>edit FILE</c>.</summary>
    public async Task EditAsync(string[] words, CancellationToken ct)
    {
        var (file, _) = Read("edit", words);
        _host.WriteReportLine($"{file}");
        _host.Output.Flush();
        if (_backend != SecretBackend.Sops)
        {
            throw HelmSecretsFailure.Of(ErrorCode.General, $"editing files with the backend '{_backend}' is not available in this version");
        }

        await session.SopsAsync(InFolderOf(file), ["--input-type", "yaml", "--output-type", "yaml", Path.GetFileName(file)], ct);
    }

    private async Task EncryptAsync(string file, bool inPlace, CancellationToken ct)
    {
        var content = _reader.Content(file)!;
        if (_backend == SecretBackend.Vals)
        {
            throw HelmSecretsFailure.Of(ErrorCode.General, "Encrypting files is not supported!");
        }

        if (ValuesReader.IsEncrypted(content, _backend))
        {
            throw HelmSecretsFailure.Of(ErrorCode.AlreadyEncrypted, $"Already encrypted: {file}");
        }

        string[] place = inPlace ? ["--in-place"] : [];
        await session.SopsAsync(
            InFolderOf(file), ["--encrypt", "--input-type", "yaml", "--output-type", "yaml", .. place, Path.GetFileName(file)], ct);
    }

    private async Task UsePlaintextAsync(string file, Action<byte[]> use, CancellationToken ct)
    {
        var plain = await PlaintextAsync(file, ct);
        try
        {
            use(plain);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    private async Task<byte[]> PlaintextAsync(string file, CancellationToken ct)
    {
        var content = (await _reader.ContentAsync(file, mayBeMissing: false, ct))!;
        var shown = HttpUrl.Mask(file);
        if (!ValuesReader.IsEncrypted(content, _backend))
        {
            throw HelmSecretsFailure.Of(ErrorCode.MetadataNotFound, $"File is not encrypted: {shown}");
        }

        if (session.Options.SkipDecrypt)
        {
            return content;
        }

        try
        {
            return await _reader.DecryptAsync(file, content, _backend, HelmSecretsDetection.TypeOf(content), ct);
        }
        catch (HelmSecretsFailure failure) when (_backend == SecretBackend.Sops)
        {
            throw HelmSecretsFailure.Of(failure.Code, failure, $"File is not encrypted: {shown}");
        }
    }

    private CliHost InFolderOf(string file) =>
        _host.With(
            environment: _host.Environment.WithWorkingDirectory(
                Path.GetDirectoryName(_host.Environment.CleanPath(file)) ?? _host.Environment.WorkingDirectory));

    private static (string File, IReadOnlyList<Flag> Flags) Read(string command, string[] words)
    {
        var table = HelmSecretsCommands.Find(command)!.Flags;
        var flags = words.Select(table.FindWord).TakeWhile(flag => flag is not null).Select(flag => flag!).ToList();
        return words.Length > flags.Count
            ? (words[flags.Count], flags)
            : throw HelmSecretsFailure.Of(ErrorCode.NoInput, "no file named; --help shows the arguments");
    }
}

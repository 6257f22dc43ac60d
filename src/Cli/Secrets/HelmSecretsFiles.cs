using SecretsKit.Cli.Hosting;
using SecretsKit.Cli.Operations;
using SecretsKit.Cli.Sops;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;

namespace SecretsKit.Cli.Secrets;

/// <summary>The commands on files. Each stands for one call of sops, made in process with the same words.</summary>
internal sealed class HelmSecretsFiles(CliHost host, HelmSecretsOptions options)
{
    private const string Suffix = ".dec";

    /// <summary><c>encrypt [-i] FILE</c>: to standard output, or in place.</summary>
    public Task EncryptAsync(string[] words, CancellationToken ct)
    {
        var (file, flags) = Read(words, "-i", "--inline");
        return EncryptAsync(file, flags.Count > 0, ct);
    }

    /// <summary><c>enc FILE</c> of the 3.x releases: in place, telling what it does.</summary>
    public async Task EncryptInPlaceAsync(string[] words, CancellationToken ct)
    {
        var (file, _) = Read(words);
        Tell($"Encrypting {file}");
        await EncryptAsync(file, true, ct);
        Tell($"Encrypted {file}");
    }

    /// <summary><c>decrypt [-i] [--terraform] FILE</c>, and <c>view FILE</c> of the 3.x releases.</summary>
    public async Task DecryptAsync(string[] words, CancellationToken ct)
    {
        var (file, flags) = Read(words, "-i", "--inline", "--terraform");
        if (flags.Contains("--terraform"))
        {
            using var content = new MemoryStream();
            await DecryptAsync(file, [], content, ct);
            Output.Print(host, System.Text.Encoding.UTF8.GetBytes($"{{\"content_base64\":\"{Convert.ToBase64String(content.GetBuffer().AsSpan(0, (int)content.Length))}\"}}"));
            return;
        }

        await DecryptAsync(file, flags.Count > 0 ? ["--in-place"] : [], host.Output, ct);
    }

    /// <summary><c>dec FILE</c> of the 3.x releases: to <c>FILE.dec</c>, telling what it does.</summary>
    public async Task DecryptBesideAsync(string[] words, CancellationToken ct)
    {
        var (file, _) = Read(words);
        Tell($"Decrypting {file}");
        using var content = new MemoryStream();
        await DecryptAsync(file, [], content, ct);
        Output.Write(host, file + Suffix, content.ToArray(), FileContentKind.Plaintext);
        Tell($"Decrypted {file} to {file}{Suffix}");
        if (await GitIgnore.CoversAsync(host, host.Environment.CleanPath(file + Suffix), ct) == false)
        {
            host.WriteErrorLine($"[helm-secrets] warning: git does not ignore {file}{Suffix}; 'secretskit init' adds *.dec to .gitignore");
        }
    }

    /// <summary><c>edit FILE</c>.</summary>
    public async Task EditAsync(string[] words, CancellationToken ct)
    {
        var (file, _) = Read(words);
        host.WriteLine(file);
        host.Output.Flush();
        if (options.Backend != "sops")
        {
            throw HelmSecretsFailure.Of(ErrorCode.General, $"editing files with the backend '{options.Backend}' is not available in this version");
        }

        await SopsAsync(InFolderOf(file), ["--input-type", "yaml", "--output-type", "yaml", Path.GetFileName(file)], ct);
    }

    private async Task EncryptAsync(string file, bool inPlace, CancellationToken ct)
    {
        var content = Content(file);
        if (options.Backend == "noop" || (options.Backend == "sops" && HelmSecretsDetection.IsEncrypted(content)))
        {
            throw HelmSecretsFailure.Of(ErrorCode.AlreadyEncrypted, $"Already encrypted: {file}");
        }

        if (options.Backend != "sops")
        {
            throw HelmSecretsFailure.Of(ErrorCode.General, "Encrypting files is not supported!");
        }

        string[] place = inPlace ? ["--in-place"] : [];
        await SopsAsync(InFolderOf(file), ["--encrypt", "--input-type", "yaml", "--output-type", "yaml", .. place, Path.GetFileName(file)], ct);
    }

    private async Task DecryptAsync(string file, string[] place, Stream output, CancellationToken ct)
    {
        var content = Content(file);
        switch (options.Backend)
        {
            case "noop" when place.Length == 0:
                output.Write(content);
                return;
            case "noop":
                return;
            case not "sops":
                throw HelmSecretsFailure.Of(ErrorCode.General, $"decrypting files with the backend '{options.Backend}' is not available in this version");
        }

        if (!HelmSecretsDetection.IsEncrypted(content))
        {
            throw HelmSecretsFailure.Of(ErrorCode.MetadataNotFound, $"File is not encrypted: {file}");
        }

        var type = HelmSecretsDetection.TypeOf(content);
        try
        {
            await SopsAsync(host.With(output: ReferenceEquals(output, host.Output) ? null : output), ["--decrypt", "--input-type", type, "--output-type", type, .. place, file], ct);
        }
        catch (SecretsKitException failure) when (failure.Code != ErrorCode.Cancelled)
        {
            throw HelmSecretsFailure.Behind(failure, "decrypt", $"Error while decrypting file: {file}", $"File is not encrypted: {file}");
        }
    }

    private Task<int> SopsAsync(CliHost where, IEnumerable<string> words, CancellationToken ct) =>
        new SopsProgram(where, [.. options.BackendArguments, .. words]).RunAsync(ct);

    private CliHost InFolderOf(string file) =>
        host.With(environment: host.Environment.WithWorkingDirectory(Path.GetDirectoryName(host.Environment.CleanPath(file)) ?? host.Environment.WorkingDirectory));

    private byte[] Content(string file)
    {
        if (file.Contains("://", StringComparison.Ordinal))
        {
            throw HelmSecretsFailure.Of(ErrorCode.General, $"files by URL are not available in this version: {file}");
        }

        return File.Exists(host.Environment.ResolvePath(file))
            ? FileReader.Read(host.Environment, file)
            : throw HelmSecretsFailure.Of(ErrorCode.FileNotFound, $"File does not exist: {file}");
    }

    private void Tell(string message)
    {
        if (!options.Quiet)
        {
            host.WriteErrorLine("[helm-secrets] " + message);
        }
    }

    private static (string File, IReadOnlyList<string> Flags) Read(string[] words, params string[] known)
    {
        var flags = words.TakeWhile(known.Contains).ToList();
        return words.Length > flags.Count
            ? (words[flags.Count], flags)
            : throw HelmSecretsFailure.Of(ErrorCode.NoInput, "no file named; --help shows the arguments");
    }
}

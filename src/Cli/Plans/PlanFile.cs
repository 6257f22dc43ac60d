using System.Security.Cryptography;
using SecretsKit.Cli.Framework;
using SecretsKit.CommandLine;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;
using SecretsKit.Releases.Frozen;
using SecretsKit.Releases.Frozen.Coding;
using SecretsKit.Repository.Config;

namespace SecretsKit.Cli.Plans;

/// <summary>Plan files: opaque bytes to SOPS, so that nothing of a plan is readable in them.</summary>
/// <param name="context">Files and keys.</param>
internal sealed class PlanFile(VerbContext context)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>For whom a plan will be encrypted: known before any work is done.</summary>
    /// <exception cref="SecretsKitException">No file is named, or no one is known who could read it.</exception>
    public FoundRule FindRule(ParsedFlags flags)
    {
        var file = flags.Text(PlanFlags.Output) is { Length: > 0 } named
            ? named
            : throw new SecretsKitException(ErrorCode.Usage, "no file is named for the plan")
            {
                Hint = "add -o plan.enc",
            };
        var environment = context.Host.Environment;
        return RuleFinder.Find(
            environment,
            PlanFlags.Choice(flags),
            flags.Text(PlanFlags.Config) is { Length: > 0 } config ? config : null,
            environment.CleanPath(file),
            DocumentFormat.Binary);
    }

    /// <summary>Encrypts a plan and writes it in one step, for its owner alone.</summary>
    /// <exception cref="SecretsKitException">A key failed, or the file cannot be written.</exception>
    public async Task WriteAsync(string file, FrozenPlan plan, FoundRule found, CancellationToken ct)
    {
        var content = FrozenPlanCodec.Encode(plan);
        try
        {
            var keys = context.Host.LocalKeyRing();
            var rule = found.Rule with { Groups = await keys.Services.ResolveAsync(found.Rule.Groups, ct) };
            using var encryption = await FileEncryption.CreateAsync(keys, rule, ct);
            var encrypted = encryption.Encrypt(PlainFile.Load(content, DocumentFormat.Binary));
            var layout = VerbContext.Layout(found.Config, DocumentFormat.Binary);
            Save(file, await context.Signer.SerializeAsync(encrypted, file, DocumentFormat.Binary, layout, ct));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    /// <summary>Reads a plan; what was decrypted for it is kept out of messages from here on.</summary>
    /// <exception cref="SecretsKitException">It cannot be read or decrypted, its MAC is wrong, or it is no plan.</exception>
    public async Task<FrozenPlan> ReadAsync(string file, CancellationToken ct)
    {
        using (var decrypted = await DecryptAsync(file, ct))
        {
            var content = decrypted.Plain.Serialize(DocumentFormat.Binary, new());
            try
            {
                var plan = FrozenPlanCodec.Decode(content);
                PlanSecrets.Register(context.Host.Redaction, plan);
                return plan;
            }
            finally
            {
                CryptographicOperations.ZeroMemory(content);
            }
        }
    }

    private async Task<DecryptedFile> DecryptAsync(string file, CancellationToken ct)
    {
        try
        {
            return (await context.DecryptAsync(file, DocumentFormat.Binary, DecryptionRequest.Default, ct)).Decrypted;
        }
        catch (SecretsKitException failure) when (failure.Code is ErrorCode.MalformedDocument or ErrorCode.MetadataNotFound)
        {
            throw new SecretsKitException(failure.Code, "this is no plan file, or its end is missing", failure)
            {
                Hint = "name a file that 'secretskit plan' wrote",
            };
        }
    }

    private void Save(string file, byte[] content)
    {
        var path = context.Host.Environment.CleanPath(file);
        AtomicFile.Write(new FileWriteRequest
        {
            Environment = context.Host.Environment,
            Path = file,
            Content = content,
            Kind = FileContentKind.Public,
            NewFileMode = OwnerOnly,
            AbandonedFiles = context.Host.AbandonedFiles,
        });

        // A plan in the place of another file has that one's mode.
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, OwnerOnly);
        }
    }
}

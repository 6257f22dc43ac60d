using System.Buffers;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Stores;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Display;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope.Recovery;
using SecretsKit.Core.Errors;
using SecretsKit.Sync.Local;

namespace SecretsKit.Cli.Syncing.Places;

/// <summary>A file for each Secret: NAME.yaml, in a folder of its namespace where that is not the usual one.</summary>
/// <param name="context">Of the run.</param>
/// <param name="folder">As typed.</param>
/// <param name="usual">The namespace whose files lie in the folder itself.</param>
/// <param name="writer">Writes files.</param>
internal sealed class SecretFolder(VerbContext context, string folder, string usual, SecretFileWriter writer) : ISyncPlace
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <inheritdoc/>
    public string NameOf(LocalMapping mapping) => mapping.Namespace == usual
        ? Path.Combine(folder, Checked(mapping.Target.Name) + ".yaml")
        : Path.Combine(folder, Checked(mapping.Namespace), Checked(mapping.Target.Name) + ".yaml");

    /// <inheritdoc/>
    public ValueTask<LocalMapping> IdentifyAsync(LocalMapping mapping, CancellationToken ct) => ValueTask.FromResult(mapping);

    /// <inheritdoc/>
    public async ValueTask<MapValue?> FindAsync(LocalMapping mapping, MapValue? given, CancellationToken ct)
    {
        var path = NameOf(mapping);
        if (!File.Exists(context.Host.Environment.ResolvePath(path)))
        {
            return null;
        }

        var found = await ReadAsync(path, ct);
        return found is [{ Kind: "Secret" } secret] && secret.Name == mapping.Target.Name
            ? secret.Tree
            : throw new SecretsKitException(
                ErrorCode.FileUnwritable, DisplayText.Message($"{path} is there already, and is not the Secret {mapping.Target.Name}"))
            {
                Hint = "name another folder with --to, or move the file away",
            };
    }

    private async ValueTask<IReadOnlyList<GivenObject>> ReadAsync(string path, CancellationToken ct)
    {
        try
        {
            return await new GivenManifests(context).ReadAsync([path], ct);
        }
        catch (DataKeyUnrecoverableException failure)
        {
            // Its report would name the mapping as the file that does not open.
            throw new SecretsKitException(
                failure.Code, DisplayText.Message($"{path} is there already, and none of the keys at hand opens it to see what changes"))
            {
                Hint = "set the key of one of its recipients (SOPS_AGE_KEY_FILE, for example), or move the file away",
            };
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> WriteAsync(LocalMapping mapping, LocalOutcome outcome, MapValue? existing, CancellationToken ct)
    {
        var path = NameOf(mapping);
        var full = context.Host.Environment.ResolvePath(path);
        switch (outcome.Action)
        {
            case LocalAction.Create or LocalAction.Update:
                MakeFolder(Path.GetDirectoryName(full)!);
                var text = new ArrayBufferWriter<byte>();
                KubernetesYaml.Write(Value.Of(outcome.Wanted!), text);
                await writer.WriteAsync(path, text.WrittenMemory, DocumentFormat.Yaml, ct);
                break;
            case LocalAction.Delete:
                File.Delete(full);
                break;
            default:
                writer.RequireForm(path);
                break;
        }

        return outcome.Action != LocalAction.None;
    }

    /// <inheritdoc/>
    public ValueTask CompleteAsync(bool hasFailures, CancellationToken ct) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static void MakeFolder(string path)
    {
        try
        {
            _ = OperatingSystem.IsWindows() ? Directory.CreateDirectory(path) : Directory.CreateDirectory(path, Private);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SecretsKitException(
                ErrorCode.FileUnwritable, DisplayText.Message($"the folder {path} cannot be made"), failure);
        }
    }

    // A name of a manifest becomes a name of a file.
    private static string Checked(string name) =>
        name.Length is > 0 and <= 253 && name[0] != '.' && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter)
            || letter is '-' or '.')
            ? name
            : throw new SecretsKitException(
                ErrorCode.MalformedDocument, DisplayText.Message($"\"{name}\" is no name of a Secret or a namespace"))
            {
                Hint = "names have lower-case letters, digits, '-' and '.', and at most 253 of them",
            };
}

using SecretsKit.Cli.Composition;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Operations;
using SecretsKit.Cli.Publishing;
using SecretsKit.Cli.Signing;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Config;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Core.Envelope.Recognition;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;
using SecretsKit.Platform.Terminal;
using SecretsKit.Repository.Config;
using SecretsKit.Repository.Files;

namespace SecretsKit.Cli.Verbs;

/// <summary>What to publish.</summary>
/// <param name="Paths">Files and folders.</param>
internal sealed record PublishRequest(IReadOnlyList<string> Paths)
{
    /// <summary>Whether to ask before each file.</summary>
    public bool Ask { get; init; } = true;

    /// <summary>Whether to tell only.</summary>
    public bool DryRun { get; init; }

    /// <summary>Whether folders are taken.</summary>
    public bool Recursive { get; init; }

    /// <summary>Whether names lose their extensions.</summary>
    public bool OmitExtensions { get; init; }

    /// <summary>The configuration, or null to search.</summary>
    public string? Config { get; init; }
}

/// <summary>Publishes files.</summary>
internal sealed class PublishHandler(VerbContext context)
{
    private readonly Dictionary<string, SecretsKitException> _unusable = new(StringComparer.Ordinal);

    /// <summary>Publishes all of them; one that fails is reported and does not keep the others from being sent.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(PublishRequest request, CancellationToken ct)
    {
        var environment = context.Host.Environment;
        foreach (var folder in request.Paths.Where(path => PublishFiles.IsFolder(environment, path) && !request.Recursive))
        {
            throw new SecretsKitException(ErrorCode.Usage, $"publish: {folder} is a folder")
            {
                Hint = "--recursive publishes all encrypted files in it",
            };
        }

        var files = request.Paths
            .SelectMany(
                path =>
                    PublishFiles.Of(environment, path).Where(file => !PublishFiles.IsFolder(environment, path) || IsForPublishing(file)))
            .ToList();
        if (files.Count == 0)
        {
            context.Terminal.Say("nothing to publish: no encrypted file there", TextStyle.Warning);
        }

        var byPath = files.GroupBy(file => file.Path).ToDictionary(group => group.Key, group => group.First());
        return await context.ForEachFileAsync("publish", [.. byPath.Keys], path => PublishAsync(request, byPath[path], ct));
    }

    // What cannot be read, or lost its metadata, fails when its turn comes, in a dry run, too.
    private bool IsForPublishing(PublishFile file)
    {
        if (FileKinds.Of(context.Host.Environment.ResolvePath(file.Path), followsLink: true) != FileKind.Regular)
        {
            return false;
        }

        try
        {
            var content = InputFile.ReadAsTyped(context.Host, file.Path).Content;
            var found = EncryptedFile.Recognize(content, FileFormat.Of(null, file.Path));
            if (found.Kind == EncryptionKind.None)
            {
                return false;
            }

            _ = EncryptedFile.Load(content, found.Format);
        }
        catch (SecretsKitException failure)
        {
            _unusable[file.Path] = failure;
        }

        return true;
    }

    private async Task PublishAsync(PublishRequest request, PublishFile file, CancellationToken ct)
    {
        if (_unusable.TryGetValue(file.Path, out var failure))
        {
            throw failure;
        }

        var full = context.Host.Environment.CleanPath(file.Path);
        var config = RuleFinder.Config(context.Host.Environment, request.Config, full) ?? throw new SecretsKitException(
            ErrorCode.ConfigNotFound, "nothing says where files are published to: no .sops.yaml in this folder or above")
        {
            Hint = "write a .sops.yaml with destination_rules; .sops.yaml.example explains them",
        };
        var rule = config.DestinationFor(Path.GetRelativePath(config.Folder, full));
        var destination = Destinations.Of(
            rule, new(context.Host.Providers, warning => context.Terminal.Say($"{file.Path}: {warning}")));
        var name = file.PublishedName(rule.OmitExtensions || request.OmitExtensions);
        var input = await context.ReadAsync(file.Path, ct);
        var format = FileFormat.Of(null, full);
        context.CheckSignature(file.Path, EncryptedFile.Load(input.Content, format), SignatureUse.Work);
        if (request.DryRun)
        {
            context.Terminal.Print($"{file.Path} -> {destination.UrlOf(name)}{How(destination, rule)}");
            return;
        }

        if (destination.Unavailable is { } reason)
        {
            throw reason;
        }

        await SendAsync(request, file, new(input, format, rule, name), destination, ct);
    }

    private async Task SendAsync(
        PublishRequest request, PublishFile file, PublishItem item, PublishDestination destination, CancellationToken ct)
    {
        var layout = context.LayoutOf(file.Path, item.Format);
        var publisher = new Publisher(context.Host.LocalKeyRing(), DecryptionRequest.Default, layout) { Signer = context.Signer };
        var publication = await publisher.PrepareAsync(item, destination, context.Terminal, ct);
        var url = destination.UrlOf(item.Name);
        if (request.Ask && !await Confirmation.AskAsync(context.Host, $"send {file.Path} to {url}? (y/n): ", ct))
        {
            context.Terminal.Say($"{file.Path}: not sent");
            return;
        }

        await destination.UploadAsync(publication, ct);
        context.Terminal.Say($"sent {file.Path} to {url}", TextStyle.Good);
    }

    private static string How(PublishDestination destination, DestinationRule rule) =>
        destination.TakesValues
            ? " (values)"
            : rule.RecreationRule.HasKeys
            ? " (encrypted again for the readers of the recreation rule)"
            : " (as it is)";
}

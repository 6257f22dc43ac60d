using SecretsKit.Cli.Composition;
using SecretsKit.Cli.Operations;
using SecretsKit.Cli.Publishing;
using SecretsKit.CommandLine;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Cli.Sops;

/// <summary><c>sops publish</c>: sends files where destination rules say, after showing what changes and asking.</summary>
internal sealed class PublishVerb(SopsSession session)
{
    private readonly TerminalOutput _terminal = session.Host.UnwrappedTerminal();

    /// <summary>Publishes a file, or all files of a folder; the first failure ends it.</summary>
    public async Task RunAsync(ParsedFlags flags, CancellationToken ct)
    {
        if (session.ConfigPath() is null)
        {
            throw new SecretsKitException(ErrorCode.ConfigNotFound, "config file not found");
        }

        session.WarnOfExtraArguments(flags.Arguments);
        var path = flags.Arguments.FirstOrDefault() ?? throw new SecretsKitException(ErrorCode.NoInput, "Error: no file specified");
        if (PublishFiles.IsFolder(session.Host.Environment, path) && !flags.IsOn(SopsFlags.Recursive))
        {
            throw new SecretsKitException(ErrorCode.UnsupportedDocument, "can't operate on a directory without --recursive flag.");
        }

        foreach (var file in PublishFiles.Of(session.Host.Environment, path))
        {
            await PublishAsync(flags, file, ct);
        }
    }

    private async Task PublishAsync(ParsedFlags flags, PublishFile file, CancellationToken ct)
    {
        var host = session.Host;
        var rule = session.Config()!.DestinationFor(file.Path);
        var destination = Destinations.Of(rule, new(host.Providers, warning => session.Log.Warn("PUBLISH", warning)));
        var full = host.Environment.CleanPath(file.Path);
        var format = SopsSession.Format(flags, SopsFlags.InputType, full);
        var item = new PublishItem(
            await InputFile.ReadAsync(host, full, ct),
            format,
            rule,
            file.PublishedName(rule.OmitExtensions || flags.IsOn(SopsFlags.OmitExtensions)));
        var keys = session.KeyRing(flags);
        var request = new DecryptionRequest(MacPolicy.Require)
        {
            Order = SopsSession.Order(flags),
            UnreadableComment = session.Log.WarnOfComment,
        };
        var publisher = new Publisher(keys, request, session.Layout(session.Config(), format));
        var publication = await publisher.PrepareAsync(item, destination, _terminal, ct);
        if (!flags.IsOn(SopsFlags.Yes)
            && !await Confirmation.AskAsync(host, $"uploading {full} to {destination.UrlOf(item.Name)} ? (y/n): ", ct))
        {
            throw new SecretsKitException(ErrorCode.General, $"Publication of {full} canceled");
        }

        await destination.UploadAsync(publication, ct);
    }
}

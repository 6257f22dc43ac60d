using SecretsKit.Core.Envelope.Config;
using SecretsKit.Providers.Google.Storage;

namespace SecretsKit.Cli.Publishing;

/// <summary>A bucket of Google Cloud Storage, which takes encrypted files.</summary>
/// <param name="rule">The rule that names it.</param>
/// <param name="surroundings">Where to send from.</param>
internal sealed class GcsDestination(DestinationRule rule, PublishSurroundings surroundings) : PublishDestination
{
    private readonly Lazy<GcsUploads> _uploads = new(() => new GcsUploads(surroundings.Providers()));

    /// <inheritdoc/>
    public override bool TakesValues => false;

    // The prefix is put before the name as it is, without a slash, as in the reference.

    /// <inheritdoc/>
    public override string UrlOf(string name) => $"gcs://{rule.GcsBucket}/{rule.GcsPrefix}{name}";

    /// <inheritdoc/>
    public override async ValueTask UploadAsync(Publication publication, CancellationToken ct) =>
        await _uploads.Value.UploadAsync(rule.GcsBucket, rule.GcsPrefix + publication.Name, publication.Content, ct);
}

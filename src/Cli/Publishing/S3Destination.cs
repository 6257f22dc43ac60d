using SecretsKit.Core.Envelope.Config;
using SecretsKit.Providers;
using SecretsKit.Providers.Aws.S3;

namespace SecretsKit.Cli.Publishing;

/// <summary>A bucket of Amazon S3, which takes encrypted files.</summary>
/// <param name="rule">Names bucket and prefix.</param>
/// <param name="host">Makes the surroundings of the run when the first file is sent.</param>
internal sealed class S3Destination(DestinationRule rule, Func<ProviderHost> host) : PublishDestination
{
    /// <inheritdoc/>
    public override bool TakesValues => false;

    /// <inheritdoc/>
    public override string UrlOf(string name) => $"s3://{rule.S3Bucket}/{rule.S3Prefix}{name}";

    /// <inheritdoc/>
    public override ValueTask UploadAsync(Publication publication, CancellationToken ct) =>
        new S3Bucket(host(), rule.S3Bucket).PutAsync(rule.S3Prefix + publication.Name, publication.Content, ct);
}

using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Publishing;

/// <summary>A destination that configurations name and this version cannot send to.</summary>
/// <param name="service">What it is called, for people.</param>
/// <param name="prefix">Everything of its addresses before the name.</param>
/// <param name="takesValues">Whether it takes values.</param>
internal sealed class UnservedDestination(string service, string prefix, bool takesValues) : PublishDestination
{
    /// <inheritdoc/>
    public override bool TakesValues => takesValues;

    /// <inheritdoc/>
    public override SecretsKitException Unavailable =>
        new(ErrorCode.General, $"publishing to {service} is not available in this version; nothing was sent")
    {
        Hint = "the reference tool publishes by the same .sops.yaml",
    };

    /// <inheritdoc/>
    public override string UrlOf(string name) => prefix + name;

    /// <inheritdoc/>
    public override ValueTask UploadAsync(Publication publication, CancellationToken ct) => throw Unavailable;
}

using SecretsKit.Core.Envelope.Config;
using SecretsKit.Providers.Vault.Publishing;

namespace SecretsKit.Cli.Publishing;

/// <summary>A folder of a key-value engine of Vault, which takes values.</summary>
/// <param name="rule">The rule that names it.</param>
/// <param name="surroundings">Where to send from, and whom to warn.</param>
internal sealed class VaultDestination(DestinationRule rule, PublishSurroundings surroundings) : PublishDestination
{
    private const int WithoutVersions = 1;

    private readonly Lazy<VaultPublisher> _publisher = new(() => new VaultPublisher(surroundings.Providers()));

    /// <inheritdoc/>
    public override bool TakesValues => true;

    /// <inheritdoc/>
    public override string UrlOf(string name) => $"{Address}/v1/{PathOf(name)}";

    /// <inheritdoc/>
    public override async ValueTask UploadAsync(Publication publication, CancellationToken ct)
    {
        var values = publication.Values ?? throw new ArgumentException("values are wanted", nameof(publication));
        var path = PathOf(publication.Name);
        await _publisher.Value.PublishAsync(
            Address,
            path,
            rule.VaultKvVersion != WithoutVersions,
            values.Tree,
            () => surroundings.Warn(
                $"Cannot check if destination secret already exists in {path}. "
                + "New version will be created even if the data has not been changed."),
            ct);
    }

    private string Address => rule.VaultAddress.Length > 0 ? rule.VaultAddress : _publisher.Value.DefaultAddress;

    private string PathOf(string name)
    {
        var mount = Folder(rule.VaultKvMountName.Length > 0 ? rule.VaultKvMountName : "secret");
        return $"{mount}{(rule.VaultKvVersion == WithoutVersions ? "" : "data/")}{Folder(rule.VaultPath)}{name}";
    }

    private static string Folder(string name) => name.EndsWith('/') ? name : name + "/";
}

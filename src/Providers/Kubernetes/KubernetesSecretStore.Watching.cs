using System.Runtime.CompilerServices;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Providers.Kubernetes;

/// <content>Watching: the account of the store needs the right to watch Secrets.</content>
internal sealed partial class KubernetesSecretStore : IObservedSecretStore
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ChangesAsync([EnumeratorCancellation] CancellationToken ct)
    {
        using var secrets = await OpenAsync(_access.Namespace, ct);
        await foreach (var name in secrets.WatchAsync(_context.Host.Clock, ct))
        {
            yield return name;
        }
    }
}

using SecretsKit.Providers.Aws.Calls;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Signing;

namespace SecretsKit.Providers.Aws.Credentials;

/// <summary>
/// Credentials of one identity: obtained for the first call, once for all who wait, and again some minutes before they end. Where that
/// fails while the old ones are still good, these are used.
/// </summary>
/// <param name="obtain">Obtains them.</param>
/// <param name="clock">Says when they end.</param>
#pragma warning disable CA1001 // A semaphore whose wait handle is never asked for holds nothing to free.
internal sealed class CachedCredentials(Func<CancellationToken, ValueTask<AwsCredentials>> obtain, TimeProvider clock) : IAwsCredentials
#pragma warning restore CA1001
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _turn = new(1);
    private volatile AwsCredentials? _current;

    /// <inheritdoc/>
    public async ValueTask<AwsCredentials> GetAsync(CancellationToken ct)
    {
        if (_current is { } known && !Ends(known, Margin))
        {
            return known;
        }

        await _turn.WaitAsync(ct);
        try
        {
            if (_current is { } other && !Ends(other, Margin))
            {
                return other;
            }

            return _current = await obtain(ct);
        }
        catch (ProviderException) when (_current is { } old && !Ends(old, TimeSpan.Zero))
        {
            return old;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public bool Forget(AwsCredentials refused)
    {
        // Lasting credentials do not become others by asking again.
        if (refused.Expires is null)
        {
            return false;
        }

        if (ReferenceEquals(_current, refused))
        {
            _current = null;
        }

        return true;
    }

    private bool Ends(AwsCredentials credentials, TimeSpan margin) => credentials.Expires - margin <= clock.GetUtcNow();
}

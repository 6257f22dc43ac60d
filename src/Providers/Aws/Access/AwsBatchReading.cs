using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Providers.Aws.Access;

/// <summary>
/// Reads what a search found, many with one call. A policy for the reference need not allow that: then each is read by itself, as one is
/// that is alone.
/// </summary>
internal static class AwsBatchReading
{
    /// <summary>Reads them.</summary>
    /// <param name="names">All of them.</param>
    /// <param name="most">AWS's limit for one call.</param>
    /// <param name="batch">Reads some of them into what is found.</param>
    /// <param name="one">Reads one; null where it is gone meanwhile, which is none.</param>
    /// <param name="found">What is found.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="ProviderException">One cannot be read.</exception>
    public static async ValueTask RunAsync(
        IEnumerable<string> names, int most, Func<string[], CancellationToken, ValueTask> batch,
        Func<string, CancellationToken, ValueTask<SecretValue?>> one, SecretMap found, CancellationToken ct)
    {
        var batches = true;
        foreach (var chunk in names.Chunk(most))
        {
            batches = batches && chunk.Length > 1 && await IsAllowedAsync(batch, chunk, ct);
            foreach (var name in batches ? [] : chunk)
            {
                if (await one(name, ct) is { } value)
                {
                    found[name] = value;
                }
            }
        }
    }

    private static async ValueTask<bool> IsAllowedAsync(
        Func<string[], CancellationToken, ValueTask> batch, string[] names, CancellationToken ct)
    {
        try
        {
            await batch(names, ct);
            return true;
        }
        catch (ProviderException failure) when (failure.Failure.Fault == ProviderFault.Denied)
        {
            return false;
        }
    }
}

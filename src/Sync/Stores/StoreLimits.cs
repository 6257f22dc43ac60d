using System.Globalization;
using SecretsKit.Core.Data;
using SecretsKit.Sync.Failures;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Sync.Stores;

/// <summary>
/// How much one store is asked at most, by all mappings and all namespaces together. A read counts once, whatever requests it takes.
/// </summary>
public sealed record StoreLimits
{
    internal const string RateAnnotation = "secretskit.io/max-requests-per-second";
    internal const string ConcurrencyAnnotation = "secretskit.io/max-concurrent-requests";

    /// <summary>Reads and writes in a second, evenly spread; above 0. Default null: no limit.</summary>
    public double? RequestsPerSecond { get; init; }

    /// <summary>Most reads and writes at a time; above 0. Default null: sixteen for each namespace that the store is read for.</summary>
    public int? MaxConcurrent { get; init; }

    /// <summary>These limits, and those of the annotations of a store, which can only be lower.</summary>
    /// <exception cref="SyncException">An annotation is no number above 0.</exception>
    internal StoreLimits For(MapValue store)
    {
        if (store.Child("metadata")?.Child("annotations") is not { } annotations)
        {
            return this;
        }

        var (rate, most) = (annotations.Text(RateAnnotation), annotations.Text(ConcurrencyAnnotation));
        return rate.Length == 0 && most.Length == 0 ? this : new()
        {
            RequestsPerSecond = rate.Length == 0 ? RequestsPerSecond
                : Math.Min(Number(rate, RateAnnotation), RequestsPerSecond ?? double.MaxValue),
            MaxConcurrent = most.Length == 0 ? MaxConcurrent
                : (int)Math.Min(Math.Ceiling(Number(most, ConcurrencyAnnotation)), MaxConcurrent ?? int.MaxValue),
        };
    }

    private static double Number(string text, string annotation) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number > 0
        && double.IsFinite(number)
            ? number
            : throw new SyncException(SyncFault.ProviderData, $"the annotation {annotation} of the store is no number above 0, such as 5");
}

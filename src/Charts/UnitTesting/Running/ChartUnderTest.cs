using SecretsKit.Charts.Model;
using SecretsKit.Charts.Rendering;
using SecretsKit.Charts.UnitTesting.Locating;
using SecretsKit.Charts.UnitTesting.Rendering;
using SecretsKit.Charts.UnitTesting.Requests;
using SecretsKit.Charts.UnitTesting.Suites;
using SecretsKit.Charts.Values;
using SecretsKit.Core.Data;
using SecretsKit.Core.Errors;

namespace SecretsKit.Charts.UnitTesting.Running;

/// <summary>
/// A chart while its suites run: loaded and parsed once, each values file read, and decrypted, once.
/// </summary>
/// <param name="request">How it is tested.</param>
/// <param name="prepared">The chart.</param>
internal sealed class ChartUnderTest(UnitTestRequest request, PreparedChart prepared)
{
    private readonly Dictionary<string, MapValue> _values = new(StringComparer.Ordinal);

    /// <summary>How it is tested.</summary>
    public UnitTestRequest Request => request;

    /// <summary>The chart.</summary>
    public PreparedChart Prepared => prepared;

    /// <summary>Documents by text.</summary>
    public DocumentCache Documents { get; } = new();

    /// <summary>Whether a values file that was read was encrypted.</summary>
    public bool HoldsSecrets { get; private set; }

    /// <summary>The values of a file; not to be changed.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="SecretsKitException">It cannot be read, decrypted or understood.</exception>
    public async Task<MapValue> ValuesOfAsync(string path, string name, CancellationToken ct)
    {
        if (_values.TryGetValue(path, out var known))
        {
            return known;
        }

        var file = await request.Host.ReadValuesAsync(path, ct);
        HoldsSecrets |= file.IsSecret;
        try
        {
            var values = new ValueSources { Files = [file with { Name = name }] }.Merge(request.Charts.Generation);
            return _values[path] = values;
        }
        catch (ChartException failure)
        {
            // Helm's words for the step from YAML to JSON, which suites do not have.
            var message = failure.Message.Replace("error converting YAML to JSON: ", "", StringComparison.Ordinal);
            throw new ChartException(message, failure.Code, failure);
        }
    }
}

/// <summary>A suite with where it comes from.</summary>
/// <param name="Suite">The suite.</param>
/// <param name="File">The path of its file, as people see it.</param>
/// <param name="Route">The names that lead from the chart to the subchart that it belongs to; none for the chart itself.</param>
internal sealed record PlacedSuite(TestSuite Suite, string File, IReadOnlyList<string> Route)
{
    /// <summary>The path that templates of its chart begin with.</summary>
    /// <param name="chart">The name of the chart at the root.</param>
    public TemplatePaths Paths(string chart) => new(string.Join("/charts/", [chart, .. Route]));
}

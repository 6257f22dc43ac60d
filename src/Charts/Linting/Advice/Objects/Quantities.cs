using System.Globalization;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Linting.Advice.Objects;

/// <summary>Amounts of CPU and memory that are none, in the wrong unit, or requested beyond the limit (pipeline P-242).</summary>
internal static class Quantities
{
    private const string Id = "K-242";

    // Fewer bytes than any process needs, and more cores than one container gets: the unit is missing.
    private const double LeastMemory = 1 << 20;
    private const double MostCores = 100;

    public static AdviceRule Rule { get; } = new(Id, "an amount of CPU or memory is written wrongly") { Find = Find };

    private static IEnumerable<LintMessage> Find(AdviceSubject subject)
    {
        foreach (var container in subject.Workloads.SelectMany(workload => workload.AllContainers))
        {
            var resources = new ContainerResources(container.Content.At("resources"));
            foreach (var name in ContainerResources.Counted)
            {
                foreach (
                    var message in Check(container, "requests." + name, resources.Request(name))
                        .Concat(Check(container, "limits." + name, resources.Limit(name))))
                {
                    yield return message;
                }

                if (resources.Request(name) is { } request
                    && resources.Limit(name) is { } limit
                    && Quantity.Parse(request) is { } least
                    && Quantity.Parse(limit) is { } most
                    && least.Amount > most.Amount)
                {
                    yield return container.Workload.Owner.Warn(
                        Id, $"{container.Title}: requests.{name} {request} is more than limits.{name} {limit}");
                }
            }
        }
    }

    private static IEnumerable<LintMessage> Check(Container container, string field, string? text)
    {
        var owner = container.Workload.Owner;
        if (text is null)
        {
            yield break;
        }

        if (Quantity.Parse(text) is not { } quantity)
        {
            yield return owner.Warn(
                Id, $"{container.Title}: {field} {GoQuote.Format(text)} is not an amount; write 500m of CPU, 512Mi or 1Gi of memory");
        }
        else if (field.EndsWith("memory", StringComparison.Ordinal))
        {
            if (quantity.Amount is > 0 and < LeastMemory)
            {
                yield return owner.Warn(
                    Id, $"{container.Title}: {field} {GoQuote.Format(text)} is {Bytes(quantity.Amount)}; Mi or Gi is probably meant");
            }
            else if (!quantity.IsBinary && quantity.Suffix is not ("" or "m"))
            {
                yield return owner.Note(
                    Id, $"{container.Title}: {field} {GoQuote.Format(text)} counts in thousands; memory is usually given in Mi and Gi");
            }
        }
        else if (quantity.IsBinary || quantity.Amount >= MostCores)
        {
            yield return owner.Warn(Id, $"{container.Title}: {field} {GoQuote.Format(text)} is " +
                $"{quantity.Amount.ToString("0", CultureInfo.InvariantCulture)} cores; m, thousandths of a core, is probably meant");
        }
        else if (quantity.Suffix.Length == 0 && quantity.Amount != Math.Floor(quantity.Amount))
        {
            yield return owner.Note(Id, $"{container.Title}: {field} {GoQuote.Format(text)} is usually written " +
                $"{(quantity.Amount * 1000).ToString("0", CultureInfo.InvariantCulture)}m");
        }
    }

    private static string Bytes(double amount) => amount < 1
        ? "less than one byte"
        : amount.ToString("0", CultureInfo.InvariantCulture) + " bytes";
}

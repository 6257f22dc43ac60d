using SecretsKit.Charts.Logging;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Helm;

namespace SecretsKit.Cli.Plans;

/// <summary><c>plan show</c>: prints a plan, masked. No cluster is asked.</summary>
internal sealed class ShowHandler(VerbContext context)
{
    /// <summary>Prints it.</summary>
    /// <param name="file">The plan.</param>
    /// <param name="format"><c>text</c>, <c>json</c> or <c>markdown</c>.</param>
    /// <param name="ct">Cancels key services.</param>
    /// <returns>The exit code.</returns>
    public Task<int> RunAsync(string file, string format, CancellationToken ct) =>
        context.ForEachFileAsync("plan show", [file], async path =>
        {
            var plan = await new PlanFile(context).ReadAsync(path, ct);
            var report = new PlanReport(new HelmSession(context.Host, plan.Origin.Generation, SilentChartLog.Instance), plan);
            switch (format)
            {
                case "json":
                    report.PrintJson();
                    break;
                case "markdown":
                    report.PrintMarkdown();
                    break;
                default:
                    report.PrintText();
                    break;
            }
        });
}

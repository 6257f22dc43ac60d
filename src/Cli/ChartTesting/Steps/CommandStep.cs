using System.Text;
using SecretsKit.Charts.ChartTesting;
using SecretsKit.Core.Data;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Processes;
using SecretsKit.Templating;
using SecretsKit.Templating.Builtins;
using SecretsKit.Templating.Calls;

namespace SecretsKit.Cli.ChartTesting.Steps;

/// <summary>Runs a command of the user's for a chart: a template over it.</summary>
internal sealed class CommandStep(TestingContext context)
{
    private const string TemplateName = "command";

    /// <summary>Runs one.</summary>
    /// <exception cref="SecretsKitException">It cannot be run, or failed.</exception>
    public async Task RunAsync(string template, TestedChart chart, CancellationToken ct)
    {
        var words = WordSplitter.Split(Expand(template, chart, ct));
        if (words.Count == 0)
        {
            return;
        }

        context.Announce(words);
        try
        {
            using var result = await new ProcessRunner().RunAsync(
                new ProcessRequest
                {
                    Program = words[0],
                    Arguments = [.. words.Skip(1)],
                    Environment = context.Host.Environment,
                    InputFrom = StreamRoute.Null,
                },
                ct);
            context.PrintText(Encoding.UTF8.GetString(result.Output.Span) + Encoding.UTF8.GetString(result.Error.Span));
            if (!result.Succeeded)
            {
                throw new SecretsKitException(
                    ErrorCode.ProcessFailed,
                    result.Signal is { } signal
                        ? $"failed waiting for process: signal: {signal}"
                        : $"failed waiting for process: exit status {result.ExitCode}");
            }
        }
        catch (ProcessStartException failure)
        {
            throw new SecretsKitException(
                ErrorCode.ProcessFailed,
                failure.Failure == ProcessStartFailure.NotFound
                    ? $"failed running process: exec: {HelmWork.Quoted(words[0])}: executable file not found in $PATH"
                    : $"failed running process: {failure.Message}",
                failure);
        }
    }

    private string Expand(string template, TestedChart chart, CancellationToken ct)
    {
        var set = new TemplateSet(TemplateName, new FunctionTable().AddBuiltins());
        set.Parse(TemplateName, Encoding.UTF8.GetBytes(template));
        var output = set.Execute(TemplateName, Data(chart), new() { Clock = context.Host.Clock, Random = context.Host.Random }, ct);
        return Encoding.UTF8.GetString(output);
    }

    private static Value Data(TestedChart chart)
    {
        var maintainers = chart.Maintainers.Select(person => Map(("Name", Text(person.Name)), ("Email", Text(person.Email)))).ToArray();
        return Map(
            ("Path", Text(chart.Path)),
            ("Yaml", Map(
                ("Name", Text(chart.Name)),
                ("Version", Text(chart.Version)),
                ("Deprecated", Value.Of(chart.IsDeprecated)),
                ("Maintainers", Value.Of(new ListValue(maintainers))))));
    }

    private static Value Text(string text) => Value.Of(text);

    private static Value Map(params IEnumerable<(string Name, Value Value)> fields)
    {
        var map = new MapValue();
        foreach (var (name, value) in fields)
        {
            map.Set(new(name), value);
        }

        return Value.Of(map);
    }
}

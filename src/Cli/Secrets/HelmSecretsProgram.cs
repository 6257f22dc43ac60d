using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Secrets;

internal sealed class HelmSecretsProgram(CliHost host, IReadOnlyList<string> words) : ICliProgram
{
    public Dialect Dialect => Dialect.HelmSecrets;

    public string Verb => words is [var verb, ..] ? verb : "";

    public Task<int> RunAsync(CancellationToken ct) => Task.FromResult(ExitCodes.Success);

    public void Report(SecretsKitException failure) => host.WriteErrorLine(failure.Message);
}

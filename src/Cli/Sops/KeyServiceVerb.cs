using SecretsKit.Cli.Serving;
using SecretsKit.CommandLine;

namespace SecretsKit.Cli.Sops;

/// <summary>The command <c>keyservice</c>: serves keys of this machine (spec sops.md 10.8).</summary>
internal sealed class KeyServiceVerb(SopsSession session)
{
    /// <summary>Serves until a signal ends it, which is a success.</summary>
    public Task RunAsync(ParsedFlags flags, CancellationToken ct)
    {
        var request = new KeyServingRequest(flags.Text(SopsFlags.Network), flags.Text(SopsFlags.Address))
        {
            Ask = flags.IsOn(SopsFlags.Prompt) ? KeyNames.OfReference : null,
            Warn = text => session.Log.Warn("CMD", text),
            Started = address => session.Log.Info("CMD", "Listening on " + address),
            Report = session.Log.IsVerbose ? session.Log.ReportKeyUse : null,
        };
        return new KeyServing(session.Host).RunAsync(request, ct);
    }
}

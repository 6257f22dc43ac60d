using System.Text;
using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.Releases.Hooks;

namespace SecretsKit.Cli.Helm.Deploys;

/// <summary>Prints what containers of hooks printed, where hooks ask for it: on standard error, without what was decrypted.</summary>
/// <param name="session">Streams, generation.</param>
internal sealed class HookOutput(HelmSession session) : IHookOutput
{
    /// <inheritdoc/>
    public void Write(ContainerOutput output)
    {
        var text = Encoding.UTF8.GetString(output.Text.Span);
        if (session.Generation == HelmGeneration.V4)
        {
            session.Log.Write(new(NoticeLevel.Info, text));
        }
        else
        {
            session.Host.WriteErrorText(text);
        }
    }
}

// Until Core/Envelope/Config is here: then delete this file and adapt ConfigFinder, SopsKeys and SopsSession.
#pragma warning disable CA1822
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Envelope.Selection;
namespace SecretsKit.Core.Envelope.Config
{
    internal sealed class Stores { public int? Indent(DocumentFormat f) => null; }
    internal sealed class CreationRule { public SelectionFields Selection => SelectionFields.None; public IReadOnlyList<KeyGroup>? Groups => null; public int ShamirThreshold => 0; public bool MacOnlyEncrypted => false; }
    internal sealed class SopsConfig { public Stores Stores { get; } = new(); public CreationRule? RuleFor(string p) => null; public static SopsConfig Parse(byte[] t, string p) => new(); }
}
namespace SecretsKit.Providers.Pgp { }

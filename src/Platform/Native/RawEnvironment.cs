using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using SecretsKit.Core.Text;

namespace SecretsKit.Platform.Native;

/// <summary>
/// The variables of this process as bytes. The base library hands them out as text, in which bytes that are not UTF-8 are lost.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal static unsafe class RawEnvironment
{
    private const char Replacement = '\uFFFD';

    /// <summary>Whether a text may have lost bytes.</summary>
    internal static bool MayBeLossy(string text) => text.Contains(Replacement, StringComparison.Ordinal);

    /// <summary>The values that are not UTF-8, by name; none where the C library does not show its list.</summary>
    internal static Dictionary<string, ByteString> ReadLossyValues()
    {
        var values = new Dictionary<string, ByteString>();
        if (!NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "environ", out var symbol))
        {
            return values;
        }

        for (var entry = *(byte***)symbol; entry != null && *entry != null; entry++)
        {
            var text = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(*entry);
            var equals = text.IndexOf((byte)'=');
            if (equals > 0 && MayBeLossy(Encoding.UTF8.GetString(text[(equals + 1)..])))
            {
                values[Encoding.UTF8.GetString(text[..equals])] = new ByteString(text[(equals + 1)..].ToArray());
            }
        }

        return values;
    }
}

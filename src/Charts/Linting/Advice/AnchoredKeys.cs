using System.Text;

namespace SecretsKit.Charts.Linting.Advice;

/// <summary>Keys at the top of a values file that hold YAML anchors: what is there is used further down in the same file.</summary>
internal static class AnchoredKeys
{
    /// <summary>Whether an anchor is at a key or below it.</summary>
    public static bool Hold(ReadOnlySpan<byte> text, string key)
    {
        var heading = Encoding.UTF8.GetBytes(key + ":");
        var isInside = false;
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range];
            if (line is not ([] or [(byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'#' or (byte)'-', ..]))
            {
                isInside = line.StartsWith(heading);
            }

            if (isInside && (line.IndexOf(": &"u8) >= 0 || line.IndexOf("- &"u8) >= 0))
            {
                return true;
            }
        }

        return false;
    }
}

using System.Buffers;
using SecretsKit.Charts.Merging;

namespace SecretsKit.Charts.Rendering;

/// <summary>NOTES.txt, which is for people and no manifest (spec helm.md 4.2).</summary>
internal static class ChartNotes
{
    private const string Suffix = "NOTES.txt";

    /// <summary>Whether the file of a path is one of them.</summary>
    public static bool Are(string path) => path.EndsWith(Suffix, StringComparison.Ordinal);

    /// <summary>Takes the notes out of the rendered files.</summary>
    /// <returns>Those of the root, and of subcharts if the request says so.</returns>
    public static byte[] Take(RenderRequest request, ResolvedChart chart, Dictionary<string, byte[]> files)
    {
        var notes = new ArrayBufferWriter<byte>();
        var own = $"{chart.Name}/templates/{Suffix}";
        foreach (var path in files.Keys.Where(Are).Order(StringComparer.Ordinal).ToList())
        {
            if (request.RendersSubchartNotes || path == own)
            {
                notes.Write(notes.WrittenCount > 0 ? "\n"u8 : default);
                notes.Write(files[path]);
            }

            files.Remove(path);
        }

        return notes.WrittenSpan.ToArray();
    }
}

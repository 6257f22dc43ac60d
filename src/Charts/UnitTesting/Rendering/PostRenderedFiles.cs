using System.Text;

namespace SecretsKit.Charts.UnitTesting.Rendering;

/// <summary>The stream of rendered files that post-renderers get, and the files in what they give back.</summary>
internal static class PostRenderedFiles
{
    /// <summary>The file that everything is in if the names of templates are lost.</summary>
    public const string LostNames = "manifest.yaml";

    private const string Marker = "# Source: ";

    /// <summary>One stream of files; what is no manifest stays out of it.</summary>
    public static byte[] Join(IEnumerable<KeyValuePair<string, byte[]>> files)
    {
        var stream = new MemoryStream();
        foreach (var (path, content) in files)
        {
            stream.Write(Encoding.UTF8.GetBytes($"---\n{Marker}{path}\n"));
            stream.Write(content);
            stream.Write("\n"u8);
        }

        return stream.ToArray();
    }

    /// <summary>The files of a stream.</summary>
    /// <returns>Null where no names are left.</returns>
    public static Dictionary<string, byte[]>? Split(byte[] stream)
    {
        var files = new Dictionary<string, StringBuilder>(StringComparer.Ordinal);
        StringBuilder? current = null;
        foreach (var line in Encoding.UTF8.GetString(stream).Split('\n'))
        {
            if (line.StartsWith(Marker, StringComparison.Ordinal))
            {
                var path = line[Marker.Length..].Trim();
                current = files.TryGetValue(path, out var known) ? known.Append("---\n") : files[path] = new();
            }
            else
            {
                current?.Append(line).Append('\n');
            }
        }

        return files.Count == 0
            ? null
            : files.ToDictionary(file => file.Key, file => Encoding.UTF8.GetBytes(file.Value.ToString()), StringComparer.Ordinal);
    }
}

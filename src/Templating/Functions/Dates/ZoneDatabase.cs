using SecretsKit.Core.Text.Time;

namespace SecretsKit.Templating.Functions.Dates;

/// <summary>The time zones of the machine: compiled files where there are any, as Go looks for them, else what the platform knows.</summary>
public static class ZoneDatabase
{
    private const int MaxFileBytes = 1 << 20;

    private static readonly string[] Folders = ["/usr/share/zoneinfo", "/usr/share/lib/zoneinfo", "/usr/lib/locale/TZ", "/etc/zoneinfo"];

    /// <summary>Finds a zone; null for an unknown one.</summary>
    /// <param name="name">Such as <c>Europe/Paris</c>, letter for letter. Must not lead out of the database.</param>
    public static GoZone? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        foreach (var folder in Folders)
        {
            var file = new FileInfo(folder + "/" + name);
            if (file is { Exists: true, Length: <= MaxFileBytes } && Read(file) is { } data && ZoneFile.Read(data, name) is { } zone)
            {
                return zone;
            }
        }

        return OperatingSystem.IsWindows() && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var known) ? GoZone.Of(known, name) : null;
    }

    private static byte[]? Read(FileInfo file)
    {
        try
        {
            return File.ReadAllBytes(file.FullName);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Not to be read is not to be known.
            return null;
        }
    }
}

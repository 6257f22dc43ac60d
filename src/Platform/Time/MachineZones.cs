using SecretsKit.Core.Text.Time;

namespace SecretsKit.Platform.Time;

/// <summary>
/// The time zones of the machine: compiled files where there are any, as Go looks for them, else what the platform knows.
/// </summary>
/// <param name="variable">
/// The variable TZ, null where it is not set: local time is then the machine's. The name of a zone or the path of a file, behind a
/// colon or not; empty, or none of both: UTC.
/// </param>
/// <param name="machine">The machine's zone where it is in no file.</param>
public sealed class MachineZones(string? variable, TimeZoneInfo machine) : ITimeZones
{
    private const int MaxFileBytes = 1 << 20;

    private static readonly string[] Folders = ["/usr/share/zoneinfo", "/usr/share/lib/zoneinfo", "/usr/lib/locale/TZ", "/etc/zoneinfo"];

    private const string MachineZone = "/etc/localtime";

    private GoZone? _local;

    /// <inheritdoc/>
    public GoZone Local => _local ??= ReadLocal();

    /// <summary>Finds a zone; null for an unknown one.</summary>
    /// <param name="name">Such as <c>Europe/Paris</c>, letter for letter. Must not lead out of the database.</param>
    public GoZone? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        foreach (var folder in Folders)
        {
            if (ReadFile(folder + "/" + name, name) is { } zone)
            {
                return zone;
            }
        }

        return OperatingSystem.IsWindows() && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var known) ? GoZone.Of(known, name) : null;
    }

    // As Go programs find it.
    private GoZone ReadLocal()
    {
        if (variable is null)
        {
            return ReadFile(MachineZone, "Local") ?? (OperatingSystem.IsWindows() ? GoZone.Of(machine, "Local") : GoZone.LocalUtc);
        }

        var name = variable.StartsWith(':') ? variable[1..] : variable;
        var zone = name.StartsWith('/') ? ReadFile(name, name == MachineZone ? "Local" : name)
            : name is "" or "UTC" ? null
            : Find(name);
        return zone ?? GoZone.LocalUtc;
    }

    private static GoZone? ReadFile(string path, string name) =>
        new FileInfo(path) is { Exists: true, Length: <= MaxFileBytes } file && Read(file) is { } data ? ZoneFile.Read(data, name) : null;

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

namespace SecretsKit.Core.Text.Time;

/// <summary>The time zones that a program knows. Safe for concurrent use; zones are read when they are first asked for.</summary>
public interface ITimeZones
{
    /// <summary>The zone of dates without one of their own, which Go calls <c>Local</c>.</summary>
    GoZone Local { get; }

    /// <summary>Finds a zone by its name in the database, such as <c>Europe/Paris</c>; null for an unknown one.</summary>
    GoZone? Find(string name);
}

namespace KubeHa.Simulation;

/// <summary>A place inside a step: a program that ran.</summary>
/// <param name="Exec">In the how-manieth command that the machine was given, from 1.</param>
/// <param name="Program">Its name.</param>
/// <param name="Occurrence">The how-manieth of that name, from 1.</param>
/// <param name="Text">What it was asked, or the phase it was in.</param>
public sealed record ProgramPoint(int Exec, string Program, int Occurrence, string Text);

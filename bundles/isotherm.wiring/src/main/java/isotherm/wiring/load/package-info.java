/** The folder of what users drop in while the program runs. */
package isotherm.wiring.load;
